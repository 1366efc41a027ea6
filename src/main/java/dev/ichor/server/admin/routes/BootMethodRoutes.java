package dev.ichor.server.admin.routes;

import static dev.ichor.server.admin.http.Drawn.delete;
import static dev.ichor.server.admin.http.Drawn.get;
import static dev.ichor.server.admin.http.Drawn.put;

import dev.ichor.base.Firmware;
import dev.ichor.base.Malformed;
import dev.ichor.machine.MachineId;
import dev.ichor.provision.BootMethod;
import dev.ichor.provision.DiskBoots;
import dev.ichor.provisioner.access.Role;
import dev.ichor.provisioner.talos.LocalBoots;
import dev.ichor.server.admin.Services;
import dev.ichor.server.admin.api.BootMethodList;
import dev.ichor.server.admin.api.BootMethodRequest;
import dev.ichor.server.admin.api.BootMethodView;
import dev.ichor.server.admin.http.Parameter;
import dev.ichor.server.admin.http.Refused;
import dev.ichor.server.admin.http.ProblemKind;
import dev.ichor.server.admin.http.Reply;
import dev.ichor.server.admin.http.Request;
import dev.ichor.server.admin.http.Route;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** By which method machines boot their own disk. */
final class BootMethodRoutes implements Group {
    private static final String TAG = "boot-methods";
    private static final String PATH = V1 + "/boot-methods";

    private final Services services;

    BootMethodRoutes(Services services) {
        this.services = services;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get(PATH, "listBootMethods").says(TAG, "List how machines boot their disks",
                        "What is set and what was learned; what nobody set follows the firmware.").needs(Role.VIEWER)
                        .query(Parameter.text("machine", "Also what this machine would be told, and why."))
                        .refuses(404).gives(BootMethodList.class).does(this::list),
                put(PATH, "setBootMethod").says(TAG, "Set how machines boot their disks",
                        "For a machine, for all of one vendor and product, or for all. Takes the place of what was set "
                                + "or learned for the same.").needs(Role.OPERATOR).takes(BootMethodRequest.class)
                        .refuses(404).gives(BootMethodView.class).does(this::set),
                delete(PATH, "forgetBootMethod").says(TAG, "Forget how machines boot their disks",
                        "What was set or learned. A machine begins anew, with what holds for more machines.")
                        .needs(Role.OPERATOR).query(Parameter.word("scope", "For whom it is.", "site", "class",
                                "machine").needed(), Parameter.text("key", "The machine, or `vendor/product`."),
                                Parameter.word("firmware", "Under which firmware.", "bios", "uefi").needed())
                        .refuses(404).gives(BootMethodView.class).does(this::forget));
    }

    private Reply list(Request request) {
        List<BootMethodList.Choice> machine = request.text("machine").stream().flatMap(key -> Stream.of(
                Firmware.values()).map(firmware -> choice(machine(key), firmware))).toList();
        return Reply.of(BootMethodList.of(services.talos().boots().settings(), machine));
    }

    private BootMethodList.Choice choice(MachineId machine, Firmware firmware) {
        DiskBoots.Choice choice = services.talos().boots().of(machine, firmware);
        return new BootMethodList.Choice(firmware.label(), choice.method().label(), choice.why());
    }

    private MachineId machine(String key) {
        return services.machines().find(key).orElseThrow(() -> Found.unknown(key)).id();
    }

    private Reply set(Request request) {
        BootMethodRequest asked = request.body(BootMethodRequest.class);
        LocalBoots.Scope scope = scope(asked.scope());
        return Reply.of(BootMethodView.of(Refused.unless(services.talos().boots().set(scope, key(scope, asked.key()),
                firmware(asked.firmware()), method(asked.method()), request.caller()))));
    }

    private Reply forget(Request request) {
        LocalBoots.Scope scope = scope(request.text("scope").orElseThrow());
        return Reply.of(BootMethodView.of(Refused.unless(services.talos().boots().forget(scope, key(scope,
                request.text("key")), firmware(request.text("firmware").orElseThrow()), request.caller()))));
    }

    private String key(LocalBoots.Scope scope, Optional<String> key) {
        if (scope == LocalBoots.Scope.MACHINE && key.isEmpty()) {
            throw new Refused(ProblemKind.INVALID, "/key: is missing. Say which machine.");
        }
        return scope == LocalBoots.Scope.MACHINE ? machine(key.get()).text() : key.orElse("");
    }

    private static LocalBoots.Scope scope(String word) {
        return LocalBoots.Scope.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Firmware firmware(String word) {
        return Firmware.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static BootMethod method(String word) {
        try {
            return BootMethod.parse(word);
        } catch (Malformed e) {
            throw new Refused(ProblemKind.INVALID, "/method: " + e.getMessage() + ".");
        }
    }
}
