package dev.lockstep.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.Bias;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.BidirectionalSpec.Form;
import dev.lockstep.model.BidirectionalSpec.Mode;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.Execution;
import dev.lockstep.model.GradientClip;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.GruSpec.Reset;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskRule;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.Start;
import dev.lockstep.model.OptimizerState;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import dev.lockstep.model.SequenceFormat;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Training;
import dev.lockstep.model.Truncation;
import dev.lockstep.port.Support;
import dev.lockstep.worker.Limits;
import dev.lockstep.worker.Worker;
import dev.lockstep.worker.WorkerCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What PyTorch does not compute as a case says is refused with the reason, and never computed in another way. */
class PyTorchRefusalTest extends PyTorchLive {
    private static final String COMPUTED = "its worker computes nn.RNN, nn.LSTM, nn.GRU and nn.Linear, not ";

    @Test
    void layersItDoesNotHave() {
        expectRefusal(rnn(Activation.SIGMOID, Bias.ONE, false), "its RNN has tanh and relu only, not sigmoid");
        expectRefusal(
                NetworkSpec.of(new SimpleRnnSpec(
                        "rnn", 2, 3, Activation.TANH, Bias.ONE, Optional.of(new LayerNorm(1e-5)), false)),
                "its worker does not know the norm of a SimpleRnn");
        for (RecurrentSpec layer : List.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH),
                LstmSpec.plain("lstm", 2, 3),
                GruSpec.plain("gru", 2, 3))) {
            expectRefusal(
                    NetworkSpec.of(layer.clippingPreActivationsAt(3)),
                    "its " + layer.kind() + " clips no pre-activations");
        }
        expectRefusal(
                gru(Activation.TANH, Activation.SIGMOID, Reset.BEFORE_PRODUCT),
                "its GRU resets after the product with RW only");
        expectRefusal(gru(Activation.RELU, Activation.SIGMOID, Reset.AFTER_PRODUCT), "its GRU has tanh only, not relu");
        expectRefusal(
                gru(Activation.TANH, Activation.HARD_SIGMOID, Reset.AFTER_PRODUCT),
                "its GRU has sigmoid gates only, not hard sigmoid");
        expectRefusal(lstm(Activation.SOFTSIGN, Activation.SIGMOID, false), "its LSTM has tanh only, not softsign");
        expectRefusal(
                lstm(Activation.TANH, Activation.HARD_SIGMOID, false),
                "its LSTM has sigmoid gates only, not hard sigmoid");
        expectRefusal(lstm(Activation.TANH, Activation.SIGMOID, true), "its LSTM has no peepholes");
        expectRefusal(NetworkSpec.of(new DenseSpec("a", 2, 2, Activation.ELU)), "its worker has no elu");
        expectRefusal(NetworkSpec.of(new ActivationSpec("a", 2, Activation.TANH)), COMPUTED + "Activation");
    }

    @Test
    void wrappersItDoesNotHave() {
        SimpleRnnSpec rnn = new SimpleRnnSpec("rnn", 2, 3, Activation.TANH);
        expectRefusal(NetworkSpec.of(new MaskZeroSpec(rnn, 0, MaskRule.RESET)), COMPUTED + "MaskZero");
        LstmSpec peepholes = new LstmSpec("lstm", 2, 3, Activation.TANH, Activation.SIGMOID, true);
        expectRefusal(
                NetworkSpec.of(BidirectionalSpec.of(Mode.ADD, Form.GRAVES, peepholes)),
                "its layers of two directions have no peepholes");
        expectRefusal(
                NetworkSpec.of(BidirectionalSpec.of(Mode.ADD, Form.WRAPPER, peepholes)), "its LSTM has no peepholes");
    }

    @Test
    void gradientsThatAreNotAutograds() {
        Case plain = scenario(RNN, upstream(RNN), Kind.GRADIENT);
        String whole = "its errors flow back through the whole sequence";
        expectRefusal(plain.with(new Truncation.Sliding(1)), whole);
        expectRefusal(plain.with(new Truncation.Chunked(2)), whole);
        expectRefusal(plain.with(new Truncation.Segmented(2, 1)), whole);
        expectRefusal(
                scenario(RNN, upstream(RNN), Kind.SCORE),
                "a score needs targets and a loss, and an upstream gradient has neither");
        expectRefusal(
                scored(new Loss(LossFunction.XENT, Reduction.SUM, Clipping.clamped(1e-5))),
                "the slope of its clamp is 0 where ours counts as 1");
        expectRefusal(
                scored(new Loss(LossFunction.KL_DIVERGENCE, Reduction.SUM, Clipping.clampedInScore(1e-5))),
                "the gradient of its clamped loss is not that of the exact one");
    }

    @Test
    void optimizersOfOtherDialects() {
        expectRefusal(
                new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.LOOK_AHEAD),
                "its SGD keeps the point that is looked ahead to");
        expectRefusal(
                new OptimizerSpec.Nesterov(0.1, 0, OptimizerSpec.Nesterov.Form.REFORMULATED),
                "its SGD has Nesterov's momentum above 0 only");
        expectRefusal(
                new OptimizerSpec.Adam(0.1, 0.9, 0.99, 1e-8, OptimizerSpec.Adam.Form.INSIDE_ROOT),
                "its Adam adds ε to √v̂");
        expectRefusal(
                new OptimizerSpec.AmsGrad(0.1, 0.9, 0.99, 1e-8, OptimizerSpec.AmsGrad.Form.UNCORRECTED),
                "its AMSGrad corrects v̂ before its root, to which it adds ε");
        for (OptimizerSpec.AdaMax.Form form : OptimizerSpec.AdaMax.Form.values()) {
            if (form != OptimizerSpec.AdaMax.Form.BESIDE_GRADIENT) {
                expectRefusal(new OptimizerSpec.AdaMax(0.1, 0.9, 0.99, 1e-8, form), "its Adamax adds ε to |∇|");
            }
        }
        expectRefusal(
                new OptimizerSpec.Nadam(0.1, 0.9, 0.99, 1e-8, OptimizerSpec.Nadam.Form.CONSTANT_MOMENTUM),
                "its NAdam has a momentum that grows and corrects both moments");
        expectRefusal(
                new OptimizerSpec.RmsProp(0.1, 0.9, 1e-8, Epsilon.OUTSIDE_ROOT, Start.EPSILON),
                "its RMSprop starts from s = 0");
        expectRefusal(
                new OptimizerSpec.RmsProp(0.1, 0.9, 1e-8, Epsilon.INSIDE_ROOT, Start.ZERO),
                "its RmsProp adds ε to the root");
        expectRefusal(
                new OptimizerSpec.AdaGrad(0.1, 1e-8, Epsilon.INSIDE_ROOT, Start.ZERO),
                "its AdaGrad adds ε to the root");
        expectRefusal(
                new OptimizerSpec.LookAheadRmsProp(0.1, 0.9, 0.9, 1e-8, Epsilon.OUTSIDE_ROOT),
                "its worker has no LookAheadRmsProp");
        expectRefusal(
                new OptimizerSpec.AdaBelief(0.1, 0.9, 0.99, 1e-8, OptimizerSpec.AdaBelief.Form.ALGORITHM_2),
                "its worker has no AdaBelief");
    }

    @Test
    void startsRatesAndClipsThatItsOptimizersDoNotHave() {
        OptimizerSpec.Nesterov tenth = new OptimizerSpec.Nesterov(0.1, 0.9, OptimizerSpec.Nesterov.Form.REFORMULATED);
        expectRefusal(
                PyTorchOptimizerTest.training(
                        PyTorchOptimizerTest.NETWORK, tenth, GradientClip.NONE, PyTorchOptimizerTest.middle(tenth)),
                "its SGD starts from −v/α, which would have to be rounded");
        expectRefusal(
                training(tenth).training(whole -> whole.at(Pace.ofSteps(new Schedule.Exponential(0.1, 0.5)))),
                "its SGD keeps gradients where v has steps, which differ if the rate changes");
        Case sgd = training(new OptimizerSpec.Sgd(0.1));
        for (double epsilon : List.of(0.0, 1e-5)) {
            expectRefusal(
                    sgd.clippedTo(new GradientClip.GlobalNorm(1, epsilon)),
                    "its clip by norm divides by the norm plus 1e-6");
        }
        String others = "its clips are those by entry and by the norm of all parameters";
        for (GradientClip.Scope scope : GradientClip.Scope.values()) {
            expectRefusal(sgd.clippedTo(new GradientClip.ScopedNorm(scope, 1)), others);
            expectRefusal(sgd.clippedTo(new GradientClip.Renormalised(scope)), others);
        }
    }

    @Test
    void penaltiesThatItsOptimizersDoNotHave() {
        Regularisation.Rule none = Regularisation.Rule.NONE;
        Regularisation.Rule decay = new Regularisation.Rule(0, 0, 0.1, true);
        expectRefusal(
                PyTorchOptimizerTest.ADAM,
                new Regularisation(none, new Regularisation.Rule(0.1, 0, 0, true)),
                "its optimizers have no l1 penalty");
        expectRefusal(
                PyTorchOptimizerTest.ADAM,
                new Regularisation(new Regularisation.Rule(0, 0, 0.1, false), none),
                "its AdamW multiplies weight decay by the learning rate");
        expectRefusal(
                PyTorchOptimizerTest.ADAM,
                new Regularisation(decay, new Regularisation.Rule(0, 0.1, 0, true)),
                "its optimizers have either an l2 penalty or weight decay beside the step");
        expectRefusal(
                new OptimizerSpec.Sgd(0.1),
                new Regularisation(decay, none),
                "its worker has weight decay beside the step of AdamW only, not of Sgd");
    }

    /** Fields of later versions of the format would change the numbers, were they overlooked. */
    @Tag("slow")
    @Test
    void fieldsThatItDoesNotKnow() throws Exception {
        String line = CaseWriter.line(rich());
        String script = Path.of("reference", "workers", "pytorch.py").toString();
        WorkerCommand command = new WorkerCommand("python", List.of(python().orElseThrow(), script));
        try (Worker worker = new Worker(command, Limits.STANDARD)) {
            assertThat(answer(worker, line)).startsWith("{\"observations\"");
            Map<String, String> places = new LinkedHashMap<>();
            places.put("{\"format\"", "case");
            places.put("{\"kind\":\"SimpleRnn\"", "SimpleRnn");
            places.put("{\"kind\":\"LSTM\"", "LSTM");
            places.put("{\"kind\":\"GRU\"", "GRU");
            places.put("{\"kind\":\"Bidirectional\"", "Bidirectional");
            places.put("{\"kind\":\"LastStep\"", "LastStep");
            places.put("{\"kind\":\"Dense\"", "Dense");
            places.put("{\"h\"", "state");
            places.put("{\"features\"", "masks");
            places.put("{\"kind\":\"targets\"", "objective");
            places.put("{\"function\"", "loss");
            places.put("{\"rule\"", "clipping");
            places.put("{\"precision\"", "execution");
            places.put("{\"optimizer\"", "training");
            places.put("{\"kind\":\"Adam\"", "Adam");
            places.put("{\"every\"", "pace");
            places.put("{\"kind\":\"Ramp\"", "Ramp");
            places.put("{\"kind\":\"Table\"", "Table");
            places.put("{\"from\"", "rates");
            places.put("{\"weights\":{\"l1\"", "regularisation");
            places.put("{\"l1\"", "penalties");
            places.put("{\"kind\":\"elementwise\"", "clip");
            places.put("{\"stepsTaken\"", "start");
            places.put("{\"input\"", "minibatch");
            places.forEach((place, of) -> {
                assertThat(line).contains(place);
                String novel = line.replaceFirst(Pattern.quote(place), "{\"novelty\":1," + place.substring(1));
                assertThat(answer(worker, novel))
                        .isEqualTo("{\"unsupported\": \"its worker does not know the novelty of a " + of + "\"}");
            });
            String kinds = line.replaceFirst("\"observed\":\\[", "\"observed\":[\"novelty\",");
            assertThat(answer(worker, kinds)).isEqualTo("{\"unsupported\": \"its worker does not know the novelty\"}");
        }
    }

    /** Has something of everything that the format has words for. */
    private static Case rich() {
        NetworkSpec network = NetworkSpec.of(
                new SimpleRnnSpec("rnn", 2, 3, Activation.TANH),
                BidirectionalSpec.of(Mode.CONCAT, Form.WRAPPER, LstmSpec.plain("lstm", 3, 2)),
                gru("gru", 4, Bias.ONE),
                new LastStepSpec("last", 3),
                new DenseSpec("dense", 3, 2, Activation.IDENTITY));
        OptimizerSpec.Adam adam = PyTorchOptimizerTest.ADAM;
        Schedule table = new Schedule.Ramp(new Schedule.Table(new TreeMap<>(Map.of(0, 0.1, 2, 0.2))), 3);
        Regularisation.Rule l2 = new Regularisation.Rule(0, 0.1, 0, true);
        return PyTorchOptimizerTest.training(
                        network, adam, new GradientClip.Elementwise(0.1), OptimizerState.initial(adam, network))
                .training(whole -> whole.at(Pace.ofSteps(table)).with(new Regularisation(l2, l2)))
                .with(first(MaskRule.CARRY, 2, 4, 1))
                .with(SINGLE);
    }

    private static String answer(Worker worker, String line) {
        return new String(worker.ask(line), StandardCharsets.UTF_8).strip();
    }

    @Test
    void theOrderOfAxesIsOfNoConcern() {
        Case plain = scenario(RNN, upstream(RNN), Kind.OUTPUTS);
        for (Precision precision : Precision.values()) {
            assertThat(PYTORCH.supports(plain.with(new Execution(precision, SequenceFormat.NWC))))
                    .isEqualTo(Support.YES);
        }
    }

    private static NetworkSpec gru(Activation activation, Activation gates, Reset reset) {
        return NetworkSpec.of(new GruSpec("gru", 2, 3, activation, gates, reset, Bias.TWO));
    }

    private static NetworkSpec lstm(Activation activation, Activation gates, boolean peepholes) {
        return NetworkSpec.of(new LstmSpec("lstm", 2, 3, activation, gates, peepholes));
    }

    private static Case scored(Loss loss) {
        NetworkSpec sigmoid = NetworkSpec.of(new DenseSpec("a", 2, 2, Activation.SIGMOID));
        return scenario(sigmoid, new Objective.Targets(loss, fractions(TIME, 2, 7)), Kind.SCORE);
    }

    private static Case training(OptimizerSpec optimizer) {
        return PyTorchOptimizerTest.training(RNN, optimizer, GradientClip.NONE, OptimizerState.initial(optimizer, RNN));
    }

    private static void expectRefusal(OptimizerSpec optimizer, String because) {
        expectRefusal(training(optimizer), because);
    }

    private static void expectRefusal(OptimizerSpec optimizer, Regularisation regularisation, String because) {
        expectRefusal(training(optimizer).training((Training whole) -> whole.with(regularisation)), because);
    }
}
