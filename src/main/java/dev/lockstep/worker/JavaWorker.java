package dev.lockstep.worker;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.util.ArrayList;
import java.util.List;

/** Workers that are JVMs like this one: its flags, its class path. */
public final class JavaWorker {
    private static final String VECTORS = "jdk.incubator.vector";
    private static final List<String> OF_DEBUGGERS = List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp:");

    private JavaWorker() {}

    /**
     * The words that start a class in another JVM.
     *
     * @param options beside this JVM's own flags
     * @param classPath beside this JVM's own; may be empty
     * @param main the class
     * @param arguments what it is given
     */
    public static List<String> words(List<String> options, String classPath, String main, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> OF_DEBUGGERS.stream().noneMatch(flag::startsWith))
                .forEach(words::add);
        words.add("--enable-native-access=ALL-UNNAMED");
        if (ModuleFinder.ofSystem().find(VECTORS).isPresent()) {
            words.add("--add-modules=" + VECTORS);
        }
        words.addAll(options);
        String own = System.getProperty("java.class.path");
        words.addAll(List.of("-cp", classPath.isEmpty() ? own : own + File.pathSeparator + classPath, main));
        words.addAll(arguments);
        return words;
    }

    /**
     * A worker that answers cases; when native code brings it down, it leaves no report behind. Ctrl-C, which a terminal sends to it,
     * too, does not end it (but where there is no shell): whoever asks it does, when it ends itself.
     *
     * @param name what it is called in reasons
     * @param main the class
     * @param arguments what it is given
     */
    public static WorkerCommand command(String name, String main, List<String> arguments) {
        List<String> quiet = List.of("-XX:ErrorFile=" + nowhere());
        List<String> words = words(quiet, "", main, arguments);
        return new WorkerCommand(name, isPosix() ? untouchedByInterrupts(words) : words);
    }

    /** What a program ignores when it starts, a JVM goes on ignoring. */
    private static List<String> untouchedByInterrupts(List<String> words) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        all.addAll(words);
        return all;
    }

    private static String nowhere() {
        return isPosix() ? "/dev/null" : "NUL";
    }

    private static boolean isPosix() {
        return File.separatorChar == '/';
    }
}
