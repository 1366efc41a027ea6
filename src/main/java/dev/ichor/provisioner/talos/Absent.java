package dev.ichor.provisioner.talos;

import dev.ichor.provisioner.Outcome;
import java.lang.reflect.Proxy;

/** Stands where a part is not built yet. */
final class Absent {
    private Absent() {
    }

    static Push push() {
        return of(Push.class);
    }

    private static <T> T of(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("bundle")) {
                return Outcome.refused(Outcome.Why.NOT_FOUND, "secrets", "there are none", "");
            }
            throw new UnsupportedOperationException(method.getName());
        }));
    }
}
