package dev.lockstep.experiment.bench;

import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import dev.lockstep.worker.JavaWorker;
import dev.lockstep.worker.PythonWorker;
import dev.lockstep.worker.Worker;
import dev.lockstep.worker.WorkerCommand;
import dev.lockstep.worker.WorkerFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who takes part, and how each is started: JVMs with this JVM's own flags and class path, and the Python that other workers run
 * in.
 *
 * @param ours our own layers
 * @param peers the others
 */
record Cast(Entrant ours, List<Peer> peers) {
    private static final Pattern NATIVES = Pattern.compile("nd4j-native-.*(-avx\\w+)\\.jar");
    private static final String PYTORCH = "pytorch";
    private static final String SCRIPT = "pytorch_step.py";

    /**
     * @param ids of the peers
     * @param threads that every contestant may use
     * @param variables the environment, which may name a Python
     */
    static Cast of(List<String> ids, int threads, Map<String, String> variables) {
        Framework ours = Frameworks.ours();
        String count = threads == 1 ? "1 thread" : threads + " threads";
        List<String> options = new ArrayList<>(List.of("-XX:ObjectAlignmentInBytes=64"));
        if (hugePagesAreGranted()) {
            options.add("-XX:+UseTransparentHugePages");
        }
        Setting setting = new Setting(count + ", " + String.join(" ", options), threads, Map.of(), options);
        return new Cast(
                jvm(ours, setting, ""),
                ids.stream()
                        .map(id -> id.equals(PYTORCH) ? pytorch(threads, variables) : deeplearning4j(threads))
                        .toList());
    }

    /** Linux alone has them, and says so in a file: {@code always [madvise] never}. */
    private static boolean hugePagesAreGranted() {
        try {
            return !Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"))
                    .contains("[never]");
        } catch (IOException absent) {
            return false;
        }
    }

    /** @param jar beside the class path; empty for none */
    private static Entrant jvm(Framework framework, Setting setting, String jar) {
        return new Entrant(
                framework.id(),
                framework.title() + " " + framework.version(),
                setting,
                new WorkerCommand(
                        framework.id(),
                        JavaWorker.words(setting.options(), jar, StepWorker.class.getName(), List.of(framework.id())),
                        setting.variables()));
    }

    private static Peer deeplearning4j(int threads) {
        Framework framework = Frameworks.deeplearning4j();
        Support available = framework.available();
        String title = framework.title() + " " + framework.version();
        if (!available.yes()) {
            return new Peer(framework.id(), title, available.because(), List.of());
        }
        List<String> ordinary = List.of(natives(""));
        List<Entrant> entrants = new ArrayList<>();
        entrants.add(jvm(framework, Setting.asInstalled(ordinary), ""));
        Setting.tried(threads, "", ordinary).forEach(setting -> entrants.add(jvm(framework, setting, "")));
        otherNatives()
                .forEach((build, jar) -> Setting.tried(threads, build + " natives", List.of(natives(build)))
                        .forEach(setting -> entrants.add(jvm(framework, setting, jar))));
        return new Peer(framework.id(), title, "", entrants);
    }

    /** Where it is not set, JavaCPP takes the last of the builds that it finds. */
    private static String natives(String build) {
        return "-Dorg.bytedeco.javacpp.platform.extension=" + build;
    }

    /** Builds of ND4J's natives for newer processors, by their name: jars that profile bench puts beside the libraries. */
    private static Map<String, String> otherNatives() {
        Map<String, String> jars = new TreeMap<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path libraries = Path.of(entry).toAbsolutePath().resolveSibling("lib");
            if (!Files.isDirectory(libraries)) {
                continue;
            }
            try (Stream<Path> files = Files.list(libraries)) {
                files.forEach(file -> {
                    Matcher matcher = NATIVES.matcher(file.getFileName().toString());
                    if (matcher.matches()) {
                        jars.put(matcher.group(1), file.toString());
                    }
                });
            } catch (IOException exception) {
                throw new UncheckedIOException(exception);
            }
        }
        return jars;
    }

    private static Peer pytorch(int threads, Map<String, String> variables) {
        List<String> reasons = new ArrayList<>();
        for (WorkerCommand command : PythonWorker.commands(SCRIPT, variables)) {
            try (Worker probe = new Worker(command.probing(), Contestant.LIMITS)) {
                JsonNode said = JsonMapper.shared().readTree(probe.hear());
                if (said.has("version")) {
                    String title = "PyTorch " + said.path("version").asString();
                    Stream<Setting> settings = Stream.concat(
                            Stream.of(Setting.asInstalled(List.of())), Setting.tried(threads, "", List.of()).stream());
                    return new Peer(
                            PYTORCH,
                            title,
                            "",
                            settings.map(setting ->
                                            new Entrant(PYTORCH, title, setting, command.in(setting.variables())))
                                    .toList());
                }
                reasons.add(command.name() + " " + said.path("unavailable").asString("says nothing of use"));
            } catch (WorkerFailure failure) {
                reasons.add(command.name() + " " + failure.getMessage());
            } catch (JacksonException exception) {
                reasons.add(command.name() + " says what nobody understands");
            }
        }
        return new Peer(PYTORCH, "PyTorch", String.join(" and ", reasons), List.of());
    }
}
