package dev.lockstep;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.model.InvalidInput;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep run}: runs features and reports. */
@Command(
        name = "run",
        description = "Runs features, live against the frameworks they name, and writes reports.",
        mixinStandardHelpOptions = true,
        versionProvider = Lockstep.Version.class)
final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FEATURE",
            defaultValue = "features",
            description = "Feature files or folders, FILE:LINE for one scenario; default: ${DEFAULT-VALUE}.")
    private List<String> features;

    @Option(
            names = "--tags",
            paramLabel = "EXPR",
            description = "Only scenarios with these tags: \"@lstm and not @peephole\".")
    private Optional<String> tags;

    @Option(
            names = "--frameworks",
            paramLabel = "IDS",
            split = ",",
            description = "Only these frameworks, by id: ours,dl4j. Scenarios that need others are skipped.")
    private List<String> frameworks;

    @Option(names = "--glue", paramLabel = "PACKAGE", split = ",", description = "Packages with steps of your own.")
    private List<String> glue = new ArrayList<>();

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description = "Jars and folders with steps and frameworks of your own.")
    private Optional<String> classpath;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "target/lockstep-report",
            description = "Where reports are written; default: ${DEFAULT-VALUE}.")
    private Path report;

    @Option(names = "--shard", paramLabel = "I/N", description = "Only every N-th scenario, beginning with the I-th.")
    private Optional<String> shard;

    @Override
    public Integer call() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (OwnClasses own = OwnClasses.of(classpath)) {
            URLClassLoader loader = own.loader();
            Thread.currentThread().setContextClassLoader(loader);
            Frameworks all = Frameworks.all(loader);
            Frameworks selected = frameworks == null ? all : selected(all);
            List<String> packages = new ArrayList<>();
            for (String name : glue) {
                packages.add(existingPackage(name, loader));
            }
            packages.add("dev.lockstep.steps");
            Selection selection =
                    new Selection(Selection.existing(features), tags, Shard.parse(shard.orElse("1/1")), packages);
            return new FeatureRun(selection, selected, report, loader).run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private Frameworks selected(Frameworks all) {
        Frameworks selected = all.select(frameworks);
        if (!selected.selected().contains(Frameworks.ours())) {
            throw new InvalidInput("--frameworks: ids with ours among them expected, as every comparison is with ours, "
                    + String.join(",", frameworks) + " found");
        }
        return selected;
    }

    private static String existingPackage(String name, ClassLoader loader) throws IOException {
        boolean found =
                !name.isBlank() && loader.getResources(name.replace('.', '/')).hasMoreElements();
        if (!found) {
            throw new InvalidInput("--glue: a package on the class path expected, \"" + name + "\" found");
        }
        return name;
    }
}
