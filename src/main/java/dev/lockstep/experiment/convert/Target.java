package dev.lockstep.experiment.convert;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.caseformat.ForeignArrays;
import dev.lockstep.caseformat.NpzArrays;
import dev.lockstep.frameworks.Frameworks;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.RowMajorMatrix;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.ParameterKey;
import dev.lockstep.model.Tensor;
import dev.lockstep.model.Weights;
import dev.lockstep.port.StoredModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a conversion writes.
 *
 * @param file where
 * @param form what kind of file, as its name says
 * @param layout of its arrays; empty if that is ours
 */
public record Target(Path file, Form form, Optional<Layout> layout) {
    /** Kinds of files. */
    public enum Form {
        /** A case, with its weights in a layout. */
        CASE(".case.json"),
        /** Arrays alone, by name. */
        ARRAYS(".npz"),
        /** A model that Deeplearning4j loads. */
        MODEL(".zip");

        private final String ending;

        Form(String ending) {
            this.ending = ending;
        }
    }

    /** The word for our own layout. */
    public static final String OURS = "lockstep";

    /**
     * What a name and a layout ask for.
     *
     * @param layout word of a layout; empty is Deeplearning4j's for a model and ours for a case
     * @throws InvalidInput if there is no such file or layout, or they do not go together
     */
    public static Target of(Path file, Optional<String> layout) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        Form form = null;
        for (Form one : Form.values()) {
            form = name.endsWith(one.ending) && name.length() > one.ending.length() ? one : form;
        }
        if (form == null) {
            throw new InvalidInput("TO: a file NAME.case.json, NAME.npz or NAME.zip expected, " + file + " found");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new InvalidInput("TO: a file expected, " + file + " found, which is not one");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new InvalidInput("TO: a file in an existing folder expected, " + file + " found");
        }
        if (form == Form.ARRAYS && layout.isEmpty()) {
            throw new InvalidInput("--layout: one of " + words() + " expected for arrays alone, none found");
        }
        String word = layout.orElse(form == Form.MODEL ? Layout.DEEPLEARNING4J.word() : OURS);
        Optional<Layout> chosen = Optional.empty();
        for (Layout one : Layout.values()) {
            chosen = one.word().equals(word) ? Optional.of(one) : chosen;
        }
        if (chosen.isEmpty() && !word.equals(OURS)) {
            throw new InvalidInput("--layout: one of " + words() + " expected, \"" + word + "\" found");
        }
        if (form == Form.MODEL && !chosen.equals(Optional.of(Layout.DEEPLEARNING4J))) {
            throw new InvalidInput("--layout: " + Layout.DEEPLEARNING4J.word() + " expected for a model NAME.zip, \""
                    + word + "\" found");
        }
        return new Target(file, form, chosen);
    }

    private static String words() {
        StringBuilder words = new StringBuilder();
        for (Layout one : Layout.values()) {
            words.append(one.word()).append(", ");
        }
        return words.append(OURS).toString();
    }

    /**
     * The bytes of the file.
     *
     * @param content what a case file holds beside its weights
     * @throws InvalidInput if the layout has no place for a parameter, or Deeplearning4j has no such layers
     */
    byte[] bytes(CaseFile content) {
        Case scenario = content.scenario();
        Optional<ForeignArrays> arrays =
                layout.map(one -> ForeignArrays.of(one, scenario.network(), scenario.weights()));
        return switch (form) {
            case CASE ->
                CaseWriter.text(new CaseFile(scenario, content.observations(), content.provenance(), arrays))
                        .getBytes(StandardCharsets.UTF_8);
            case ARRAYS ->
                NpzArrays.write(
                        arrays.map(ForeignArrays::arrays).orElseGet(() -> ours(scenario)),
                        scenario.execution().precision());
            case MODEL -> Frameworks.store(scenario, arrays.orElseThrow().arrays());
        };
    }

    /**
     * What the bytes of the file hold.
     *
     * @param scenario the case that was written
     * @throws InvalidInput if they do not hold the parameters of its network
     */
    Side read(byte[] bytes, Case scenario) {
        String name = file.toString();
        if (form == Form.CASE) {
            CaseFile content = CaseReader.read(bytes);
            return new Side(content.scenario(), content.arrays(), Optional.empty());
        }
        if (form == Form.MODEL) {
            StoredModel model = Frameworks.storedModel(bytes, name);
            return side(
                    scenario, new ForeignArrays(Layout.DEEPLEARNING4J, model.arrays(), Map.of()), Optional.of(model));
        }
        Map<String, Tensor> arrays = NpzArrays.read(name, bytes);
        if (layout.isPresent()) {
            return side(scenario, new ForeignArrays(layout.get(), arrays, Map.of()), Optional.empty());
        }
        Map<ParameterKey, RowMajorMatrix> matrices = new LinkedHashMap<>();
        for (ParameterKey key : scenario.weights().keys()) {
            Tensor array = arrays.get(name(key));
            if (array == null || array.axes().size() != 2) {
                throw new InvalidInput(name + ": a matrix " + name(key) + " expected, none found");
            }
            matrices.put(
                    key,
                    RowMajorMatrix.wrap(
                            array.values(),
                            array.axes().get(0).size(),
                            array.axes().get(1).size()));
        }
        return new Side(
                scenario.withWeights(new Weights(scenario.network(), matrices)), Optional.empty(), Optional.empty());
    }

    private static Side side(Case scenario, ForeignArrays arrays, Optional<StoredModel> model) {
        return new Side(scenario.withWeights(arrays.weights(scenario.network())), Optional.of(arrays), model);
    }

    private static Map<String, Tensor> ours(Case scenario) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        scenario.weights().asMap().forEach((key, matrix) -> {
            List<Axis> axes = List.of(
                    Axis.counted("row", matrix.getRowDimension()), Axis.counted("column", matrix.getColumnDimension()));
            arrays.put(name(key), new Tensor(axes, matrix.toArray()));
        });
        return arrays;
    }

    private static String name(ParameterKey key) {
        return key.layer() + "." + key.parameter().symbol();
    }
}
