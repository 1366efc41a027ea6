package dev.ichor.yaml.inventory;

import dev.ichor.base.Problems;
import dev.ichor.yaml.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of an inventory folder. */
final class InventoryFolder {
    private InventoryFolder() {
    }

    static List<InventoryFile> load(Path folder, Problems problems) throws IOException {
        if (!Files.isDirectory(folder)) {
            problems.add(folder.toString(), "no such folder", "Name the folder that holds the YAML files");
            return List.of();
        }
        List<InventoryFile> files = new ArrayList<>();
        for (Path path : paths(folder, problems)) {
            String name = folder.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
            if (files.size() == InventoryReader.MOST_FILES) {
                problems.add(folder.toString(), "more than " + InventoryReader.MOST_FILES + " files",
                        "Name a smaller folder");
                break;
            }
            read(path, name, files, problems);
        }
        return List.copyOf(files);
    }

    private static void read(Path path, String name, List<InventoryFile> files, Problems problems) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(Yaml.MAX_BYTES + 1);
            if (bytes.length > Yaml.MAX_BYTES) {
                problems.add(name, "larger than " + Yaml.MAX_BYTES + " bytes", "Split it into several files");
                return;
            }
            files.add(new InventoryFile(name,
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString()));
        } catch (CharacterCodingException e) {
            problems.add(name, "not UTF-8 text", "Save it as UTF-8");
        } catch (IOException e) {
            problems.add(name, "can't be read (" + e.getMessage() + ")", "Check its owner and mode");
        }
    }

    private static List<Path> paths(Path folder, Problems problems) throws IOException {
        List<Path> paths = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                return !dir.equals(folder) && isHidden(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(file)
                        && file.getFileName().toString().matches(".*\\.ya?ml")) {
                    paths.add(file);
                }
                return paths.size() > InventoryReader.MOST_FILES ? FileVisitResult.TERMINATE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                problems.add(file.toString(), "can't be read (" + e.getMessage() + ")", "Check its owner and mode");
                return FileVisitResult.CONTINUE;
            }
        });
        paths.sort(Comparator.comparing(Path::toString));
        return paths;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }
}
