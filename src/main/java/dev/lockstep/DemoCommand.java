package dev.lockstep;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lockstep demo}: something to watch. */
@Command(
        name = "demo",
        description = "Runs a demonstration.",
        subcommands = {BinaryAdderCommand.class, ExplodingGradientsCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class DemoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "demo: one of " + String.join(", ", spec.subcommands().keySet()) + " expected, none found");
    }
}
