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
            if (method.getReturnType() == Outcome.class) {
                return Outcome.refused(Outcome.Why.CONFLICT, "", "this is not built yet", "");
            }
            throw new UnsupportedOperationException(method.getName());
        }));
    }
}
