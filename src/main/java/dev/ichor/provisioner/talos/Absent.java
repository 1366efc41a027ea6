package dev.ichor.provisioner.talos;

import java.lang.reflect.Proxy;

/** Stands where a part is not built yet. */
final class Absent {
    private Absent() {
    }

    static Installs installs() {
        return of(Installs.class);
    }

    static Push push() {
        return of(Push.class);
    }

    private static <T> T of(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            throw new UnsupportedOperationException(method.getName());
        }));
    }
}
