package dev.ichor.talos.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All documents of one node's configuration, in order. */
public record Configuration(List<Document> documents) {
    public Configuration {
        documents = List.copyOf(documents);
    }

    /** The first document of that kind; {@link Document#V1ALPHA1} for the one that has no kind. */
    public Optional<Document> find(String kind) {
        return documents.stream().filter(document -> document.kind().equals(kind)).findFirst();
    }

    /** The document of that kind and name. */
    public Optional<Document> find(String kind, String name) {
        return documents.stream().filter(document -> document.kind().equals(kind) && document.name().equals(name))
                .findFirst();
    }

    /** With the document in place of the one of its kind and name, or at the end if there is none. */
    public Configuration with(Document document) {
        List<Document> all = new ArrayList<>(documents);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).kind().equals(document.kind()) && all.get(i).name().equals(document.name())) {
                all.set(i, document);
                return new Configuration(all);
            }
        }
        all.add(document);
        return new Configuration(all);
    }

    /** With the document of that kind changed; as it is if there is none. */
    public Configuration change(String kind, UnaryOperator<Document> how) {
        return new Configuration(documents.stream().map(document -> document.kind().equals(kind)
                ? how.apply(document) : document).toList());
    }

    /** Without the documents of that kind. */
    public Configuration without(String kind) {
        return new Configuration(documents.stream().filter(document -> !document.kind().equals(kind)).toList());
    }
}
