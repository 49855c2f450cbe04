package dev.lockstep.experiment.sweep;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Masks;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Sequence;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A case in the words of features. What these words cannot say, such as different numbers in several rows, is said by the recording
 * of the case.
 */
final class ScenarioText {
    private final Case scenario;
    private final List<String> lines = new ArrayList<>();

    /** There are no words for something. */
    private static final class Unsayable extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private ScenarioText(Case scenario) {
        this.scenario = scenario;
    }

    /**
     * A feature of one scenario.
     *
     * @param comparison what its last step asks for
     * @param recording where the case is, for what there are no words for
     */
    static String of(Comparison comparison, Path recording) {
        List<String> text = new ArrayList<>();
        text.add(CaseTags.of(comparison.scenario()).stream().sorted().collect(Collectors.joining(" ")));
        text.add("Feature: " + comparison.a().title() + " and " + comparison.b().title() + " do not agree");
        text.add("  " + Failures.line(comparison.sentence()));
        text.add("");
        text.add("  Scenario: The smallest of " + comparison.scenario().name());
        List<String> said = steps(comparison.scenario()).orElseGet(() -> recorded(comparison.scenario(), recording));
        said.forEach(line -> text.add("    " + line));
        text.add("    Then " + name(comparison.b()) + " agrees");
        return String.join("\n", text) + "\n";
    }

    /** What is given in a case, if there are words for it. */
    static Optional<List<String>> steps(Case scenario) {
        ScenarioText text = new ScenarioText(scenario);
        try {
            text.network();
            text.input();
            text.masks(scenario.masks());
            text.states();
            text.execution();
            text.objective();
            text.truncation();
            scenario.training().ifPresent(text::training);
        } catch (Unsayable noWords) {
            return Optional.empty();
        }
        return Optional.of(text.lines);
    }

    private static List<String> recorded(Case scenario, Path recording) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = recording.toAbsolutePath();
        Path shown = whole.startsWith(here) ? here.relativize(whole) : recording.getFileName();
        List<String> lines = new ArrayList<>();
        lines.add("Given the recording \"" + shown.toString().replace('\\', '/') + "\"");
        if (scenario.observed().contains(Kind.STREAMED)) {
            lines.add("And it arrives in growing pieces, too");
        }
        return lines;
    }

    private static String name(Comparison.Party party) {
        return party.title().matches("[A-Z]\\w*") ? party.title() : "\"" + party.id() + "\"";
    }

    private void step(String words) {
        lines.add((lines.isEmpty() ? "Given " : "And ") + words);
    }

    private void step(String words, List<String> table) {
        step(words);
        table.forEach(row -> lines.add("  " + row));
    }

    private void network() {
        for (LayerSpec layer : scenario.network().layers()) {
            if (layer instanceof ActivationSpec own) {
                require(!lines.isEmpty());
                step("on top of it activation(" + own.activation().title() + ")");
            } else if (layer instanceof LastStepSpec) {
                require(!lines.isEmpty());
                step("on top of it last step");
            } else {
                weighted(layer.parts().get(0));
                around(layer);
            }
        }
    }

    private void weighted(LayerSpec layer) {
        String words = words(layer);
        String article = words.matches("(?:LSTM|[aeiou]).*") ? "an " : "a ";
        step(article + words + " layer with the weights", Tables.weights(layer, scenario.weights()));
        if (layer instanceof RecurrentSpec recurrent && recurrent.clipsPreActivations()) {
            step("its pre-activations are clipped at " + Tables.number(recurrent.preActivationClip()));
        }
    }

    private void around(LayerSpec layer) {
        if (layer instanceof BidirectionalSpec both) {
            String how = both.form() == BidirectionalSpec.Form.GRAVES
                    ? "as a GravesBidirectionalLSTM"
                    : "outputs "
                            + switch (both.mode()) {
                                case ADD -> "added";
                                case MUL -> "multiplied";
                                case AVERAGE -> "averaged";
                                case CONCAT -> "concatenated";
                            };
            step(
                    "beside it one in reverse, " + how + ", with the weights",
                    Tables.weights(both.reverse(), scenario.weights()));
        } else if (layer instanceof MaskZeroSpec zero) {
            step("it skips steps whose features are all " + Tables.number(zero.value())
                    + (zero.rule() == MaskRule.CARRY ? ", keeping the state" : ""));
        }
    }

    private static String words(LayerSpec layer) {
        if (layer instanceof SimpleRnnSpec rnn) {
            require(rnn.norm().stream().allMatch(norm -> norm.epsilon() == 1e-5));
            return bias(rnn.bias(), Bias.ONE)
                    + (rnn.trainableStart() ? "trained start " : "")
                    + (rnn.norm().isPresent() ? "layer-normalised " : "")
                    + unless(Activation.TANH, rnn.activation())
                    + "SimpleRnn";
        }
        if (layer instanceof LstmSpec lstm) {
            require(lstm.gateActivation() == Activation.SIGMOID);
            return bias(lstm.bias(), Bias.ONE)
                    + unless(Activation.TANH, lstm.activation())
                    + (lstm.peepholes() ? "peephole LSTM" : "LSTM");
        }
        if (layer instanceof GruSpec gru) {
            require(gru.gateActivation() == Activation.SIGMOID);
            return bias(gru.bias(), Bias.TWO)
                    + (gru.reset() == GruSpec.Reset.BEFORE_PRODUCT ? "reset before " : "")
                    + unless(Activation.TANH, gru.activation())
                    + "GRU";
        }
        DenseSpec dense = (DenseSpec) layer;
        return bias(dense.bias(), Bias.ONE) + unless(Activation.IDENTITY, dense.activation()) + "dense";
    }

    private static String bias(Bias bias, Bias usual) {
        return bias == usual
                ? ""
                : switch (bias) {
                    case NONE -> "bias-free ";
                    case ONE -> "one-bias ";
                    case TWO -> "two-bias ";
                };
    }

    private static String unless(Activation usual, Activation activation) {
        return activation == usual ? "" : activation.title() + " ";
    }

    private void input() {
        require(scenario.input().batch() == 1);
        if (scenario.input().features() == 1) {
            step("it reads the sequence "
                    + Arrays.stream(scenario.input().values())
                            .mapToObj(Tables::number)
                            .collect(Collectors.joining(", ")));
        } else {
            step("it reads the sequence", Tables.sequence("x", scenario.input()));
        }
        if (scenario.observed().contains(Kind.STREAMED)) {
            step("it arrives in growing pieces, too");
        }
    }

    private void masks(Masks masks) {
        masks.features().ifPresent(mask -> {
            step("the feature mask is", Tables.ofSteps(mask));
            if (masks.rule() == MaskRule.CARRY) {
                step("masked steps keep the state");
            }
        });
        masks.labels()
                .ifPresent(mask -> step(
                        mask.features() == 1 ? "the label mask is" : "the label mask of single outputs is",
                        mask.features() == 1 ? Tables.ofSteps(mask) : Tables.ofOutputs(mask)));
    }

    private void states() {
        scenario.initialStates()
                .forEach((layer, state) -> step(
                        "the initial state of \"" + layer + "\" is",
                        Tables.state((RecurrentSpec) scenario.network().layer(layer), state)));
    }

    private void execution() {
        if (scenario.execution().precision() == Precision.SINGLE) {
            step("everything is in single precision");
        }
        if (scenario.execution().format() == SequenceFormat.NWC) {
            step("sequences are handed over as batch × time × features");
        }
    }

    private void objective() {
        if (scenario.objective() instanceof Objective.Targets targets) {
            step(
                    "the loss is " + loss(targets.loss()) + ", against the targets",
                    Tables.sequence("y", targets.targets()));
        } else if (scenario.objective() instanceof Objective.Upstream upstream) {
            require(upstream.finalStates().isEmpty());
            Sequence outputs = upstream.outputs();
            step("dh = "
                    + IntStream.rangeClosed(1, outputs.time())
                            .mapToObj(t -> Arrays.stream(outputs.at(t).getRow(0))
                                    .mapToObj(Tables::number)
                                    .collect(Collectors.joining(" ")))
                            .collect(Collectors.joining("; ", "[", "]")));
            step("the gradient dh arrives at every step, laid out time × units");
        }
    }

    private static String loss(Loss loss) {
        String function = switch (loss.function()) {
            case MSE, L2, MCXENT, XENT -> loss.function().name();
            case WASSERSTEIN -> "Wasserstein";
            default -> throw new Unsayable();
        };
        String reduction = switch (loss.reduction()) {
            case SUM -> " summed";
            case MEAN_OVER_BATCH -> " averaged over the batch";
            case MEAN_OVER_BATCH_AND_TIME -> " averaged over batch and time";
        };
        Clipping clipping = loss.clipping();
        String clipped = switch (clipping.rule()) {
            case NONE -> "";
            case CLAMPED -> ", clamped at " + Tables.number(clipping.epsilon());
            case ADDED -> ", with " + Tables.number(clipping.epsilon()) + " inside the logarithms";
            default -> throw new Unsayable();
        };
        return function + reduction + clipped;
    }

    private void truncation() {
        if (scenario.truncation() instanceof Truncation.Sliding sliding) {
            step("errors flow back through at most " + sliding.steps() + " further steps");
        } else if (scenario.truncation() instanceof Truncation.Chunked chunked) {
            step("errors flow back within chunks of " + chunked.length() + " steps");
        } else if (scenario.truncation() instanceof Truncation.Segmented segmented) {
            step("errors flow back within segments of " + segmented.forward() + " steps, through the last "
                    + segmented.backward() + " of each");
        }
    }

    private void training(Training training) {
        Objective.Targets targets = (Objective.Targets) scenario.objective();
        boolean alike = training.minibatches().stream()
                .allMatch(minibatch -> minibatch.masks().equals(scenario.masks())
                        && minibatch.input().time() == scenario.input().time()
                        && Arrays.equals(
                                minibatch.input().values(), scenario.input().values())
                        && Arrays.equals(
                                minibatch.targets().values(), targets.targets().values()));
        require(alike
                && training.pace().isEmpty()
                && training.regularisation().isNone()
                && scenario.masks().isEmpty());
        if (training.clip() instanceof GradientClip.Elementwise clip) {
            step("gradients are clipped at " + Tables.number(clip.threshold()) + ", entry by entry");
        } else if (training.clip() instanceof GradientClip.GlobalNorm clip) {
            String epsilon = clip.epsilon() == 0 ? "" : " plus " + Tables.number(clip.epsilon());
            step("gradients are clipped at " + Tables.number(clip.threshold()) + " by their global norm" + epsilon);
        } else {
            require(training.clip().equals(GradientClip.NONE));
        }
        int steps = training.minibatches().size();
        step("it is trained for " + steps + " steps by " + optimizer(training.optimizer()));
    }

    /** Those that scenarios write as Deeplearning4j has them, or in the one other form; the rest is recorded. */
    private static String optimizer(OptimizerSpec optimizer) {
        if (optimizer instanceof OptimizerSpec.Sgd sgd) {
            return "Sgd with α = " + Tables.number(sgd.rate());
        }
        if (optimizer instanceof OptimizerSpec.Nesterov nesterov) {
            String form = nesterov.form() == OptimizerSpec.Nesterov.Form.LOOK_AHEAD ? " as published" : "";
            return "Nesterov" + form + " with α = " + Tables.number(nesterov.rate()) + ", μ = "
                    + Tables.number(nesterov.momentum());
        }
        if (optimizer instanceof OptimizerSpec.Adam adam) {
            String form = switch (adam.form()) {
                case REORDERED -> "";
                case ALGORITHM_1 -> " as published";
                case INSIDE_ROOT -> " with ε inside the root";
            };
            return "Adam" + form + " with α = " + Tables.number(adam.rate()) + ", β1 = " + Tables.number(adam.beta1())
                    + ", β2 = " + Tables.number(adam.beta2()) + ", ε = " + Tables.number(adam.epsilon());
        }
        throw new Unsayable();
    }

    private static void require(boolean sayable) {
        if (!sayable) {
            throw new Unsayable();
        }
    }
}
