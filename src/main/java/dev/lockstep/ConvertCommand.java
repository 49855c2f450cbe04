package dev.lockstep;

import dev.lockstep.experiment.convert.Conversion;
import dev.lockstep.experiment.convert.Target;
import dev.lockstep.frameworks.Frameworks;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lockstep convert}: weights from one framework's layout into another's. */
@Command(
        name = "convert",
        description = {
            "Moves weights into another framework's layout, and proves it before it writes:",
            "both frameworks compute the same cases, each from its own arrays."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class ConvertCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "FROM",
            description = "A case NAME.case.json, its weights in any layout, or a model NAME.zip of Deeplearning4j.")
    private Path from;

    @Parameters(
            index = "1",
            paramLabel = "TO",
            description = "A case NAME.case.json, arrays alone NAME.npz, or a model NAME.zip of Deeplearning4j.")
    private Path to;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description = "Of TO: pytorch, keras, onnx, deeplearning4j or lockstep; default: lockstep for a case,"
                    + " deeplearning4j for a model.")
    private Optional<String> layout;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What the input of the proof is drawn from; default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Conversion conversion = new Conversion(
                Frameworks.all(ConvertCommand.class.getClassLoader()).list(),
                line -> {
                    out.println(line);
                    out.flush();
                },
                seed);
        return conversion.of(from, Target.of(to, layout)) ? 0 : Lockstep.UNEXPECTED;
    }
}
