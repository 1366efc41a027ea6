package dev.ichor.server.boot;

import dev.ichor.ipxe.TalosImage;
import dev.ichor.provisioner.Agent;
import dev.ichor.provisioner.Provisioner;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.Optional;

/** Tells an agent what it may start in the place of a restart, as {@code boot-assets/discovery/FACTS.md} has it. */
final class InstallHandler {
    private final Provisioner provisioner;
    private final AgentHandler agents;
    private final BootAssets assets;

    InstallHandler(Provisioner provisioner, AgentHandler agents, BootAssets assets) {
        this.provisioner = provisioner;
        this.agents = agents;
        this.assets = assets;
    }

    /** On a worker thread, blocking. */
    void image(HttpServerExchange exchange) {
        Optional<Agent> agent = agents.agent(exchange);
        if (agent.isEmpty()) {
            return;
        }
        Optional<TalosImage> image = provisioner.installFor(agent.get(), Trace.client(exchange));
        Optional<BootAsset> kernel = image.flatMap(talos -> assets.find(talos.kernel()));
        Optional<BootAsset> initramfs = image.flatMap(talos -> assets.find(talos.initramfs()));
        if (kernel.isEmpty() || initramfs.isEmpty()) {
            AgentHandler.note(exchange, StatusCodes.NOT_FOUND, "there is nothing to install now: restart");
            return;
        }
        Trace.of(exchange).note("Talos without a restart");
        Answers.text(exchange, StatusCodes.OK, line("kernel", kernel.get()) + line("initrd", initramfs.get())
                + "command " + image.get().arguments() + "\n");
    }

    private static String line(String word, BootAsset asset) {
        return word + " /assets/" + asset.name() + " " + asset.sha256() + "\n";
    }
}
