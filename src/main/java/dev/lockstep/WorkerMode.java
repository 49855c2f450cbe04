package dev.lockstep;

import dev.lockstep.adapter.process.CaseAnswers;
import dev.lockstep.frameworks.Frameworks;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep worker}: a framework that answers cases line by line, as {@code reference/README.md} says. */
@Command(
        name = "worker",
        description = "Answers cases, one a line of standard input, with one line of standard output each.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class WorkerMode implements Callable<Integer> {
    @Option(names = "--framework", paramLabel = "ID", required = true, description = "Which framework computes them.")
    private String framework;

    @Option(names = "--classpath", paramLabel = "PATH", description = "Jars and folders with frameworks of your own.")
    private Optional<String> classpath;

    @Option(names = "--probe", description = "Says whether it can work here, and ends.")
    private boolean probe;

    @Override
    public Integer call() throws IOException {
        // Before any native library is loaded, as it may print.
        OutputStream answers = reserved();
        try (OwnClasses own = OwnClasses.of(classpath)) {
            Thread.currentThread().setContextClassLoader(own.loader());
            CaseAnswers worker = new CaseAnswers(Frameworks.all(own.loader()).named(framework));
            if (probe) {
                answers.write((worker.probe() + "\n").getBytes(StandardCharsets.UTF_8));
                answers.flush();
            } else {
                worker.run(System.in, answers);
            }
        }
        return 0;
    }

    /**
     * Standard output, for answers alone: what Java prints goes to standard error from now on, and what native code prints to its
     * own descriptor, which closing connects to nothing, goes nowhere.
     */
    private static OutputStream reserved() throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        OutputStream again;
        try {
            again = new FileOutputStream("/dev/fd/1");
        } catch (IOException notHere) {
            return out;
        }
        new FileOutputStream(FileDescriptor.out).close();
        return again;
    }
}
