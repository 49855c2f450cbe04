package dev.lockstep.caseformat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.adapter.ours.OursFramework;
import dev.lockstep.adapter.process.ProcessFramework;
import dev.lockstep.adapter.recorded.RecordedFramework;
import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.definition.Definition;
import dev.lockstep.layout.Layout;
import dev.lockstep.math.Activation;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.Weights;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.WorkerCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code reference/README.md} and the schema say is so. */
class ReferenceReadmeTest {
    @TempDir
    private Path folder;

    /** tanh 0.5 and tanh −0.249, by Python. */
    @Test
    void theCaseShownIsOneAndAgrees() throws IOException {
        CaseFile file = CaseReader.read(block("json", "one step").getBytes(StandardCharsets.UTF_8));
        Comparison comparison = Comparison.between(
                new OursFramework(), new RecordedFramework(file), file.scenario(), Tolerances.derived());
        assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
    }

    @Test
    void theWorkerShownWorks() throws IOException {
        Path script = Files.writeString(folder.resolve("worker.py"), block("python", "--probe"));
        WorkerCommand command = new WorkerCommand("python3", List.of("python3", script.toString()));
        try (ProcessFramework framework =
                new ProcessFramework("hand", "By hand", () -> List.of(command), Limits.STANDARD)) {
            boolean python = framework.available().yes();
            if (!python) {
                System.out.println("The README's worker is not run, because "
                        + framework.available().because() + ".");
            }
            assumeTrue(python, "no Python");
            Comparison comparison =
                    Comparison.between(new OursFramework(), framework, dense(Kind.OUTPUTS), Tolerances.derived());
            assertThat(comparison.outcome()).as(comparison.message()).isEqualTo(Outcome.AGREE);
            assertThat(framework.supports(Cases.forward(Cases.STACK)).because())
                    .isEqualTo("it knows outputs of a single tanh layer only");
        }
    }

    /** Ten roundings of numbers below 1: 1e-14. */
    @Test
    void whatIsSavedFromPyTorchIsReadAndAgrees() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("save.py"), block("python", "def save") + """


                import sys
                import torch
                torch.manual_seed(7)
                model = torch.nn.GRU(4, 5, batch_first=True).double()
                x = torch.rand(3, 2, 4, dtype=torch.float64)
                save(model, x.numpy(), sys.argv[1] + "/gru")
                print(" ".join(number.hex() for number in model(x)[0].transpose(0, 1).reshape(-1).tolist()))
                """);
        String said = "";
        for (String python : List.of("python3", "/usr/bin/python3")) {
            Process process = new ProcessBuilder(python, script.toString(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            said = process.waitFor() == 0 ? line : said;
        }
        if (said.isEmpty()) {
            System.out.println("The README's way from PyTorch is not tried, because no Python has torch.");
        }
        assumeTrue(!said.isEmpty(), "no Python with PyTorch");
        double[] theirs =
                Stream.of(said.split(" ")).mapToDouble(Double::parseDouble).toArray();
        Case scenario = CaseReader.read(folder.resolve("gru.case.json")).scenario();
        double[] ours = new OursFramework()
                .observe(scenario)
                .get(Quantity.outputs("encoder"))
                .values();
        assertThat(ours).hasSize(30).containsExactly(theirs, within(1e-14));
    }

    @Test
    void theSchemaHasTheWordsThatAreRead() throws IOException {
        JsonNode schema = JsonMapper.shared().readTree(Files.readString(Path.of("reference", "case.schema.json")));
        assertThat(words(schema.at("/$defs/activation/enum"))).isEqualTo(words(Activation.values()));
        assertThat(words(schema.at("/$defs/kind/enum"))).isEqualTo(words(Kind.values()));
        JsonNode loss = schema.at("/$defs/objective/oneOf/1/properties/loss/properties");
        assertThat(words(loss.at("/function/enum"))).isEqualTo(words(LossFunction.values()));
        assertThat(words(loss.at("/reduction/enum"))).isEqualTo(words(Reduction.values()));
        assertThat(words(schema.at("/$defs/placement/enum"))).isEqualTo(words(OptimizerSpec.Epsilon.values()));
        assertThat(words(schema.at("/$defs/start/enum"))).isEqualTo(words(OptimizerSpec.Start.values()));
        assertThat(words(schema.at("/$defs/optimizer/oneOf/5/properties/form/enum")))
                .isEqualTo(words(OptimizerSpec.Adam.Form.values()));
        assertThat(words(schema.at("/$defs/execution/properties/precision/enum")))
                .isEqualTo(words(Precision.values()));
        assertThat(words(schema.at("/$defs/execution/properties/format/enum")))
                .isEqualTo(words(SequenceFormat.values()));
        assertThat(words(schema.at("/$defs/masks/properties/rule/enum"))).isEqualTo(words(MaskRule.values()));
        assertThat(words(schema.at("/$defs/foreignWeights/properties/layout/enum")))
                .isEqualTo(Stream.of(Layout.values()).map(Layout::word).toList());
        JsonNode wrapper = schema.at("/$defs/layer/oneOf/3/properties");
        assertThat(words(wrapper.at("/mode/enum"))).isEqualTo(words(BidirectionalSpec.Mode.values()));
        assertThat(words(wrapper.at("/form/enum"))).isEqualTo(words(BidirectionalSpec.Form.values()));
        assertThat(schema.at("/$defs/weights/additionalProperties/properties").propertyNames())
                .containsExactlyElementsOf(
                        Arrays.stream(Parameter.values()).map(Parameter::symbol).toList());
    }

    /** Every object that is written, its fields and no others: found in the schema by the same path. */
    @Test
    void theSchemaHasTheFieldsThatAreWritten() throws IOException {
        JsonNode schema = JsonMapper.shared().readTree(Files.readString(Path.of("reference", "case.schema.json")));
        for (Case scenario : Cases.all()) {
            CaseFile file = new CaseFile(
                    scenario,
                    Optional.of(Definition.STANDARD.observe(scenario)),
                    Optional.of(new Provenance("f", "1", "float64", Map.of())));
            expectFields(schema, schema, JsonMapper.shared().readTree(CaseWriter.text(file)), "case");
        }
    }

    /** What may be said in more than one way is written in the first. */
    private static void expectFields(JsonNode root, JsonNode choice, JsonNode value, String path) {
        JsonNode schema = choice.has("anyOf") && !choice.has("properties") ? choice.at("/anyOf/0") : choice;
        JsonNode rule =
                schema.has("$ref") ? root.at(schema.get("$ref").asString().substring(1)) : schema;
        for (JsonNode one : rule.path("oneOf")) {
            JsonNode kind = one.at("/properties/kind");
            String found = value.get("kind").asString();
            if (found.equals(kind.path("const").asString(""))
                    || kind.path("enum")
                            .valueStream()
                            .anyMatch(word -> word.asString().equals(found))) {
                rule = one;
            }
        }
        assertThat(rule.has("oneOf")).as("rule for the kind of %s", path).isFalse();
        if (value.isArray()) {
            for (JsonNode element : value) {
                expectFields(root, rule.get("items"), element, path + "[]");
            }
        }
        if (value.isObject()) {
            for (JsonNode names : List.of(rule.path("required"), rule.at("/anyOf/0/required"))) {
                for (JsonNode name : names) {
                    assertThat(value.has(name.asString()))
                            .as("%s.%s", path, name)
                            .isTrue();
                }
            }
            for (String name : value.propertyNames()) {
                JsonNode field = rule.path("properties").path(name);
                JsonNode other = rule.path("additionalProperties");
                assertThat(field.isObject() || other.isObject())
                        .as("%s.%s in the schema", path, name)
                        .isTrue();
                expectFields(root, field.isObject() ? field : other, value.get(name), path + "." + name);
            }
        }
    }

    private static Case dense(Kind kind) {
        NetworkSpec network = NetworkSpec.of(new DenseSpec("dense", 3, 2, Activation.TANH));
        return new Case(
                "dense",
                network,
                Weights.random(network, 1),
                Sequence.random(4, 2, 3, 2),
                Map.of(),
                new Objective.None(),
                Optional.empty(),
                Set.of(kind));
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asString()));
        return words;
    }

    private static List<String> words(Enum<?>... choices) {
        return Stream.of(choices).map(Words::of).toList();
    }

    private static String block(String language, String containing) throws IOException {
        Matcher matcher = Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("reference", "README.md")));
        return matcher.results()
                .map(found -> found.group(1))
                .filter(block -> block.contains(containing))
                .findFirst()
                .orElseThrow();
    }
}
