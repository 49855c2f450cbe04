package dev.lockstep.frameworks;

import dev.lockstep.adapter.definition.DefinitionFramework;
import dev.lockstep.adapter.dl4j.Deeplearning4jFramework;
import dev.lockstep.adapter.dl4j.Deeplearning4jRoute;
import dev.lockstep.adapter.dl4j.StoredNetwork;
import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.adapter.process.IsolatedFramework;
import dev.lockstep.adapter.process.ProcessFramework;
import dev.lockstep.adapter.recorded.RecordedFramework;
import dev.lockstep.adapter.samediff.SameDiffFramework;
import dev.lockstep.adapter.samediff.SameDiffRoute;
import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.Provenance;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Stopwatch;
import dev.lockstep.port.StoredModel;
import dev.lockstep.port.Support;
import dev.lockstep.worker.JavaWorker;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.NodeWorker;
import dev.lockstep.worker.PythonWorker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The frameworks that can be compared: the ones shipped here, and users' own, found by {@link ServiceLoader}. */
public final class Frameworks {
    /** By name, as a program to be started: nothing below the command line depends on it. */
    private static final String COMMAND_LINE = "dev.lockstep.Lockstep";

    private static final Framework OURS = new OursFramework();
    private static final Framework DEEPLEARNING4J = new Deeplearning4jFramework();
    private static final Framework SAMEDIFF = new SameDiffFramework();
    private static final Framework PYTORCH = new ProcessFramework(
            "pytorch",
            "PyTorch",
            () -> PythonWorker.commands(
                    "pytorch.py",
                    System.getenv(),
                    "pytorch_case.py",
                    "pytorch_layers.py",
                    "pytorch_losses.py",
                    "pytorch_training.py"),
            Limits.STANDARD,
            PyTorchAccuracy::in);

    private static final Framework KERAS = new ProcessFramework(
            "keras",
            "TensorFlow.js",
            () -> NodeWorker.commands(
                    "keras.cjs", System.getenv(), "case_fields.cjs", "keras_case.cjs", "keras_optimizers.cjs"),
            Limits.STANDARD,
            KerasAccuracy::in);

    private static final Framework ONNX = new ProcessFramework(
            "onnx",
            "ONNX Runtime",
            () -> NodeWorker.commands(
                    "onnx.cjs",
                    System.getenv(),
                    "case_fields.cjs",
                    "onnx_case.cjs",
                    "onnx_layers.cjs",
                    "onnx_model.cjs"),
            Limits.STANDARD,
            OnnxAccuracy::in);

    private static final Framework EQUATIONS = new DefinitionFramework();

    private static final List<Framework> SHIPPED =
            List.of(OURS, DEEPLEARNING4J, SAMEDIFF, PYTORCH, KERAS, ONNX, EQUATIONS);

    /** Other ways into frameworks, with the framework each of them leads into. */
    private static final Map<Framework, Framework> ROUTES = routes();

    private final Map<String, Framework> byId;
    private final Set<String> allowed;
    private final Set<String> selected;

    private Frameworks(Map<String, Framework> byId, Set<String> allowed, Set<String> selected) {
        this.byId = byId;
        this.allowed = allowed;
        this.selected = selected;
    }

    /** Our own layers, id {@code ours}. */
    public static Framework ours() {
        return OURS;
    }

    /** Deeplearning4j, id {@code dl4j}. */
    public static Framework deeplearning4j() {
        return DEEPLEARNING4J;
    }

    /** ND4J's automatic differentiation, id {@code samediff}. */
    public static Framework sameDiff() {
        return SAMEDIFF;
    }

    /** PyTorch in a Python beside this JVM, id {@code pytorch}; nothing is started before it is asked for something. */
    public static Framework pyTorch() {
        return PYTORCH;
    }

    /** Keras's layers as TensorFlow.js has them, in a Node.js beside this JVM, id {@code keras}; likewise. */
    public static Framework keras() {
        return KERAS;
    }

    /** ONNX Runtime's recurrent nodes, in a Node.js beside this JVM, id {@code onnx}; likewise. */
    public static Framework onnx() {
        return ONNX;
    }

    /** The equations in plain double with gradients from a tape, id {@code definition}; takes part only where it is named. */
    public static Framework equations() {
        return EQUATIONS;
    }

    /**
     * A framework as it once computed a case: as accurate as the shipped framework of that title, if there is one.
     *
     * @throws InvalidInput if the file holds no observations
     */
    public static Framework recorded(CaseFile file) {
        return recording(file);
    }

    /**
     * The same, called otherwise than the framework that it is held against: {@code PyTorch, recorded} beside PyTorch.
     *
     * @throws InvalidInput if the file holds no observations
     */
    public static Framework recorded(CaseFile file, Framework beside) {
        return recording(file).beside(beside);
    }

    private static RecordedFramework recording(CaseFile file) {
        String title = file.provenance().map(Provenance::framework).orElse("");
        return SHIPPED.stream()
                .filter(framework -> framework.title().equals(title))
                .findFirst()
                .map(framework -> new RecordedFramework(file, framework::accuracy))
                .orElseGet(() -> new RecordedFramework(file));
    }

    /**
     * A model that Deeplearning4j has stored.
     *
     * @param zip the bytes of its file
     * @param what names it in messages
     * @throws InvalidInput if they hold no network of layers that are ours as well
     */
    public static StoredModel storedModel(byte[] zip, String what) {
        return StoredNetwork.read(zip, what);
    }

    /**
     * The bytes of a file that Deeplearning4j loads.
     *
     * @param scenario whose layers, precision and loss the model has
     * @param arrays its parameters as Deeplearning4j has them
     * @throws InvalidInput if Deeplearning4j has no such layers
     */
    public static byte[] store(Case scenario, Map<String, Tensor> arrays) {
        return StoredNetwork.write(scenario, arrays);
    }

    /**
     * The shipped frameworks and those that the class loader's {@code META-INF/services} name.
     *
     * @throws InvalidInput if a user's framework cannot be loaded or its id is taken
     */
    public static Frameworks all(ClassLoader loader) {
        Map<String, Framework> byId = new LinkedHashMap<>();
        SHIPPED.forEach(framework -> byId.put(framework.id(), framework));
        try {
            for (Framework own : ServiceLoader.load(Framework.class, loader)) {
                if (byId.putIfAbsent(own.id(), own) != null) {
                    throw new InvalidInput("id of " + own.getClass().getName() + ": an id of its own expected, \""
                            + own.id() + "\" found, which " + byId.get(own.id()).title() + " has");
                }
            }
        } catch (ServiceConfigurationError error) {
            throw new InvalidInput("framework of one's own: a loadable class expected, " + error.getMessage(), error);
        }
        Set<String> ordinary = byId.values().stream()
                .filter(framework -> !(framework instanceof ProcessFramework) && framework != EQUATIONS)
                .map(Framework::id)
                .collect(Collectors.toSet());
        return new Frameworks(byId, byId.keySet(), ordinary);
    }

    /**
     * The same frameworks, of which only some may be asked to compute anything.
     *
     * @param ids ids, at least one
     * @throws InvalidInput if an id is unknown
     */
    public Frameworks select(List<String> ids) {
        ids.forEach(this::byId);
        return new Frameworks(byId, Set.copyOf(ids), Set.copyOf(ids));
    }

    /** The same frameworks, all but ours timed: what ours takes is Lockstep's own work. */
    public Frameworks timedBy(Stopwatch stopwatch) {
        Map<String, Framework> timed = new LinkedHashMap<>();
        byId.forEach((id, framework) -> timed.put(id, framework == OURS ? OURS : stopwatch.timing(framework)));
        return new Frameworks(timed, allowed, selected);
    }

    /** All of them, the shipped ones first. */
    public List<Framework> list() {
        return new ArrayList<>(byId.values());
    }

    /**
     * Those that take part where none is named, the shipped ones first: the ones that were selected, or else all but those in
     * other processes, since these are not everywhere and take seconds to start, and but the equations, which are what the
     * others are held to.
     */
    public List<Framework> selected() {
        return byId.values().stream().filter(f -> selected.contains(f.id())).toList();
    }

    /** A framework of this JVM in another one, started when it is first asked, that it may bring down; to be closed. */
    public static IsolatedFramework isolated(Framework framework) {
        return new IsolatedFramework(
                framework,
                JavaWorker.command(framework.id(), COMMAND_LINE, List.of("worker", "--framework", framework.id())),
                Limits.STANDARD);
    }

    /** Has work done with a framework that computes in a JVM of its own, which ends with the work. */
    public static void inAnotherJvm(Framework framework, Consumer<Framework> work) {
        try (IsolatedFramework isolated = isolated(framework)) {
            work.accept(isolated);
        }
    }

    private static Map<Framework, Framework> routes() {
        Map<Framework, Framework> routes = new LinkedHashMap<>();
        Deeplearning4jRoute.ALL.forEach(route -> routes.put(route, DEEPLEARNING4J));
        SameDiffRoute.ALL.forEach(route -> routes.put(route, SAMEDIFF));
        return routes;
    }

    /**
     * The framework of that id or title, or another way into one.
     *
     * @throws InvalidInput if there is none
     */
    public Framework named(String idOrTitle) {
        return Stream.concat(byId.values().stream(), ROUTES.keySet().stream())
                .filter(f -> f.id().equals(idOrTitle) || f.title().equals(idOrTitle))
                .findFirst()
                .orElseThrow(() -> unknown(idOrTitle));
    }

    /** Whether it is another way into a framework, that has its place in no list. */
    public static boolean isRoute(Framework framework) {
        return ROUTES.containsKey(framework);
    }

    /** Whether the framework may be asked, and why not. */
    public Support mayUse(Framework framework) {
        Framework entered = ROUTES.getOrDefault(framework, framework);
        return allowed.contains(entered.id())
                ? framework.available()
                : Support.no("--frameworks does not name " + entered.id());
    }

    private Framework byId(String id) {
        Framework framework = byId.get(id);
        if (framework == null) {
            throw unknown(id);
        }
        return framework;
    }

    private InvalidInput unknown(String found) {
        return new InvalidInput("framework: one of "
                + byId.values().stream().map(f -> f.id()).collect(Collectors.joining(", ")) + " expected, \"" + found
                + "\" found");
    }
}
