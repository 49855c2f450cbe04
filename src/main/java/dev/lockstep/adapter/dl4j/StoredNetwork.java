package dev.lockstep.adapter.dl4j;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Execution;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Tensor;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.StoredModel;
import dev.lockstep.port.Support;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link MultiLayerNetwork} in a zip file, as {@link ModelSerializer} writes it; its updater's state is neither read nor written. */
public final class StoredNetwork implements StoredModel {
    private static final List<String> MODEL =
            List.of(ModelSerializer.CONFIGURATION_JSON, ModelSerializer.COEFFICIENTS_BIN);
    private static final int LARGEST = 64 << 20;
    private static final int LARGEST_UNPACKED = 256 << 20;

    private final MultiLayerNetwork network;
    private final NetworkSpec spec;
    private final Execution execution;
    private final List<String> leftBehind;

    private StoredNetwork(MultiLayerNetwork network, List<String> beside) {
        this.network = network;
        ConfigurationReading reading = new ConfigurationReading(network.getLayerWiseConfigurations());
        this.spec = reading.network();
        this.execution = new Execution(precision(network), reading.format());
        this.leftBehind = Stream.concat(
                        reading.leftBehind().stream(), beside.stream().map(name -> name + " of the file"))
                .toList();
    }

    /**
     * Reads the bytes of a file.
     *
     * @param what names them in messages
     * @throws InvalidInput if they hold no such network, or one whose layers are none of ours
     */
    public static StoredNetwork read(byte[] zip, String what) {
        Map<String, byte[]> entries = requireModel(zip, what);
        byte[] model = onlyTheModel(entries);
        List<String> beside = entries.keySet().stream()
                .filter(name -> !MODEL.contains(name))
                .sorted()
                .toList();
        return Deeplearning4jFramework.alone(() -> {
            MultiLayerNetwork network;
            try {
                network = ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(model), false);
            } catch (IOException | RuntimeException exception) {
                throw new InvalidInput(
                        what
                                + ": a MultiLayerNetwork that Deeplearning4j can load expected, one found at which it fails ("
                                + firstLine(exception) + ")",
                        exception);
            }
            try {
                return new StoredNetwork(network, beside);
            } catch (InvalidInput refusal) {
                throw new InvalidInput(what + ": " + refusal.getMessage(), refusal);
            }
        });
    }

    /** Normalizers and preprocessors are Java objects, which may run anything as they are read. */
    private static byte[] onlyTheModel(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : MODEL) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(entries.get(name));
            }
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return bytes.toByteArray();
    }

    private static String firstLine(Exception exception) {
        String text = String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    /** Deeplearning4j reads whatever is there; what is too large for that, or no network of layers, is refused before. */
    private static Map<String, byte[]> requireModel(byte[] bytes, String what) {
        Map<String, byte[]> entries = new HashMap<>();
        int left = LARGEST_UNPACKED;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(left + 1);
                left -= content.length;
                if (left < 0 || bytes.length > LARGEST) {
                    throw new InvalidInput(what + ": a model of at most " + LARGEST + " bytes, and " + LARGEST_UNPACKED
                            + " unpacked, expected, more found");
                }
                entries.put(entry.getName(), content);
            }
        } catch (IOException | IllegalArgumentException exception) {
            if (exception instanceof InvalidInput refusal) {
                throw refusal;
            }
            throw new InvalidInput(
                    what + ": a zip file to its end expected, a damaged one found (" + exception.getMessage() + ")",
                    exception);
        }
        for (String name : MODEL) {
            if (!entries.containsKey(name)) {
                throw new InvalidInput(
                        what + ": a model of Deeplearning4j expected, a file without " + name + " found");
            }
        }
        String configuration = new String(entries.get(ModelSerializer.CONFIGURATION_JSON), StandardCharsets.UTF_8);
        if (configuration.contains("\"networkInputs\"")) {
            throw new InvalidInput(what + ": a MultiLayerNetwork expected, a ComputationGraph found");
        }
        StoredCoefficients.require(entries.get(ModelSerializer.COEFFICIENTS_BIN), what);
        return entries;
    }

    private static Precision precision(MultiLayerNetwork network) {
        DataType type = network.getLayerWiseConfigurations().getDataType();
        if (type != DataType.DOUBLE && type != DataType.FLOAT) {
            throw new InvalidInput("numbers of the model: DOUBLE or FLOAT expected, " + type + " found");
        }
        return type == DataType.FLOAT ? Precision.SINGLE : Precision.DOUBLE;
    }

    /**
     * The bytes of a file with a network that has these parameters, and the loss of the case if it has one.
     *
     * @param scenario whose layers, precision and format it has
     * @param arrays its parameters by DL4J's names
     * @throws InvalidInput if DL4J has no such layers
     */
    public static byte[] write(Case scenario, Map<String, Tensor> arrays) {
        Expressibility.ofLayers(scenario.network()).ifPresent(because -> {
            throw new InvalidInput(
                    "model of Deeplearning4j: a network of its layers expected, another found, as " + because);
        });
        return Deeplearning4jFramework.alone(() -> {
            ArrayTranslation translation = new ArrayTranslation(scenario.execution());
            return Nd4jRuntime.withDefault(translation.dataType(), () -> {
                NetworkTranslation networks =
                        new NetworkTranslation(scenario.network(), translation, new ParameterTable(arrays));
                int time = scenario.network().outputTime(scenario.input().time());
                MultiLayerNetwork network =
                        scenario.objective() instanceof Objective.Targets targets && networks.activatesWithLoss()
                                ? networks.withLoss(scenario.weights(), targets.loss(), time)
                                : networks.withoutLoss(scenario.weights());
                name(network, networks.stages());
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try {
                    ModelSerializer.writeModel(network, bytes, false);
                } catch (IOException exception) {
                    // Memory does not fail.
                    throw new UncheckedIOException(exception);
                }
                return bytes.toByteArray();
            });
        });
    }

    private static void name(MultiLayerNetwork network, List<Stage> stages) {
        for (int i = 0; i < stages.size(); i++) {
            Layer layer = network.getLayerWiseConfigurations().getConf(i).getLayer();
            layer.setLayerName(stages.get(i).outputName());
            if (layer instanceof LastTimeStep last) {
                last.getUnderlying().setLayerName(stages.get(i).layer().name());
            }
        }
    }

    @Override
    public NetworkSpec network() {
        return spec;
    }

    @Override
    public Execution execution() {
        return execution;
    }

    @Override
    public Map<String, Tensor> arrays() {
        return Deeplearning4jFramework.alone(() -> ParameterTable.of(network).arrays());
    }

    @Override
    public List<String> leftBehind() {
        return leftBehind;
    }

    @Override
    public Framework itself() {
        return new FrameworkLike(new Deeplearning4jFramework()) {
            @Override
            public Support supports(Case scenario) {
                boolean outputs = scenario.observed().equals(Set.of(Quantity.Kind.OUTPUTS));
                boolean plain = scenario.masks().features().isEmpty() && scenario.startsFromZero();
                return outputs && plain
                        ? Support.YES
                        : Support.no("a stored model is asked for outputs from states of zeros and without masks");
            }

            @Override
            public Observations observe(Case scenario) {
                return Deeplearning4jFramework.alone(() -> outputs(scenario));
            }
        };
    }

    /** By {@code feedForward}, which does not show what a wrapper of the last step or an ActivationLayer covers. */
    private Observations outputs(Case scenario) {
        ArrayTranslation arrays = new ArrayTranslation(execution);
        return Nd4jRuntime.withDefault(arrays.dataType(), () -> {
            Observations.Builder observations = Observations.builder();
            List<INDArray> activations = network.feedForward(arrays.series(scenario.input()), false);
            List<Stage> stages = Stage.of(spec);
            for (int i = 0; i < stages.size(); i++) {
                boolean covered = i + 1 < stages.size()
                        && stages.get(i + 1).layer() instanceof ActivationSpec above
                        && above.activation() != Activation.IDENTITY;
                INDArray found = activations.get(i + 1);
                if (!covered) {
                    boolean rows = found.rank() == 2 && stages.get(i).yieldsSequences();
                    INDArray whole = rows
                            ? new FeedForwardToRnnPreProcessor(arrays.format())
                                    .preProcess(found, scenario.input().batch(), LayerWorkspaceMgr.noWorkspaces())
                            : found;
                    observations.put(Quantity.outputs(stages.get(i).outputName()), Tensor.of(arrays.sequence(whole)));
                }
            }
            return observations.build();
        });
    }
}
