package dev.ichor.cli;

import picocli.CommandLine.Command;
@Command(name = "assets", description = "x")
final class AssetsCommand {
}
