package dev.lockstep;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.math.Kernels;
import dev.lockstep.model.InvalidInput;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code lockstep}: 0 nothing unexpected, 1 something unexpected, 2 bad input, or nothing to run. */
@Command(
        name = "lockstep",
        description = "Runs recurrent networks side by side and proves whether they compute the same numbers.",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            RecordCommand.class,
            ConvertCommand.class,
            FrameworksCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            ToleranceCommand.class,
            MutantsCommand.class,
            DetectiveCommand.class,
            SweepCommand.class,
            WorkerMode.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
public final class Lockstep implements Runnable {
    /** Something unexpected was found. */
    static final int UNEXPECTED = 1;
    /** What was given cannot be used, or there was nothing to do. */
    static final int BAD_INPUT = 2;

    @Spec
    private CommandSpec spec;

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs a command within this JVM, as tests of one's own may.
     *
     * @param args as on the command line: {@code run features --tags @lstm}
     * @return the exit code
     */
    public static int run(String... args) {
        CommandLine line = new CommandLine(new Lockstep());
        line.setParameterExceptionHandler((exception, given) -> complain(exception.getCommandLine(), usage(exception)));
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (exception instanceof InvalidInput) {
                return complain(command, exception.getMessage());
            }
            throw exception;
        });
        String vector = System.getProperty("lockstep.vector", "auto");
        if (!Kernels.SETTINGS.contains(vector)) {
            return complain(
                    line,
                    "lockstep.vector: one of " + String.join(", ", Kernels.SETTINGS) + " expected, \"" + vector
                            + "\" found");
        }
        return line.execute(args);
    }

    /** Version of this build. */
    static String version() {
        return Frameworks.ours().version();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "command: one of " + String.join(", ", spec.subcommands().keySet()) + " expected, none found");
    }

    private static int complain(CommandLine command, String sentence) {
        PrintWriter err = command.getErr();
        err.println("lockstep: " + sentence);
        err.flush();
        return BAD_INPUT;
    }

    private static String usage(ParameterException exception) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        if (exception instanceof UnmatchedArgumentException unmatched) {
            String found = unmatched.getUnmatched().get(0);
            boolean option = found.startsWith("-");
            if (!option && command.subcommands().isEmpty()) {
                return command.name() + ": nothing after its options expected, \"" + found + "\" found";
            }
            String expected = option
                    ? "option: one of " + String.join(", ", command.optionsMap().keySet())
                    : "command: one of "
                            + String.join(", ", command.subcommands().keySet());
            return expected + " expected, \"" + found + "\" found";
        }
        return exception.getMessage();
    }

    /** Prints the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"lockstep " + version()};
        }
    }
}
