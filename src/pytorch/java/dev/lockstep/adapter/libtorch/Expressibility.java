package dev.lockstep.adapter.libtorch;

import dev.lockstep.math.Activation;
import dev.lockstep.model.ActivationSpec;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.Case;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.MaskZeroSpec;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import dev.lockstep.model.SimpleRnnSpec;
import dev.lockstep.model.Truncation;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What LibTorch is not asked, and why; each reason is a clause that follows "because". */
final class Expressibility {
    private static final Set<Activation> ACTIVATIONS =
            EnumSet.of(Activation.IDENTITY, Activation.TANH, Activation.SIGMOID, Activation.RELU, Activation.SOFTMAX);

    private Expressibility() {}

    /** The first reason why the case is not observed, if there is one. */
    static Optional<String> obstacle(Case scenario) {
        if (!(scenario.truncation() instanceof Truncation.Full)) {
            return Optional.of("its errors flow back through the whole sequence");
        }
        return scenario.network().layers().stream()
                .flatMap(layer -> layer(layer).stream())
                .findFirst()
                .or(() -> objective(scenario))
                .or(() -> PackingExpressibility.obstacle(scenario))
                .or(() -> scenario.training().flatMap(training -> TrainingExpressibility.obstacle(scenario, training)));
    }

    private static Optional<String> layer(LayerSpec layer) {
        if (layer instanceof BidirectionalSpec both) {
            return both.form() == BidirectionalSpec.Form.WRAPPER
                    ? layer(both.forward())
                    : Optional.of("its layers of two directions have no peepholes");
        }
        if (layer instanceof RecurrentSpec recurrent && recurrent.clipsPreActivations()) {
            return Optional.of("its " + recurrent.kind() + " clips no pre-activations");
        }
        if (layer instanceof SimpleRnnSpec rnn) {
            return rnn(rnn);
        }
        if (layer instanceof LstmSpec lstm) {
            return lstm.peepholes()
                    ? Optional.of("its LSTM has no peepholes")
                    : usual("LSTM", lstm.activation(), lstm.gateActivation());
        }
        if (layer instanceof GruSpec gru) {
            return gru.reset() == GruSpec.Reset.AFTER_PRODUCT
                    ? usual("GRU", gru.activation(), gru.gateActivation())
                    : Optional.of("its GRU resets after the product with RW only");
        }
        if (layer instanceof MaskZeroSpec) {
            return Optional.of("it has no layer that finds its mask");
        }
        Optional<Activation> activation = layer instanceof DenseSpec dense
                ? Optional.of(dense.activation())
                : layer instanceof ActivationSpec own ? Optional.of(own.activation()) : Optional.empty();
        return activation
                .filter(function -> !ACTIVATIONS.contains(function))
                .map(function -> "its adapter has no " + function);
    }

    private static Optional<String> rnn(SimpleRnnSpec rnn) {
        if (rnn.norm().isPresent()) {
            return Optional.of("its RNN has no layer normalisation");
        }
        return rnn.activation() == Activation.TANH || rnn.activation() == Activation.RELU
                ? Optional.empty()
                : Optional.of("its RNN has tanh and relu only, not " + rnn.activation());
    }

    private static Optional<String> usual(String kind, Activation activation, Activation gates) {
        if (activation != Activation.TANH) {
            return Optional.of("its " + kind + " has tanh only, not " + activation);
        }
        return gates == Activation.SIGMOID
                ? Optional.empty()
                : Optional.of("its " + kind + " has sigmoid gates only, not " + gates);
    }

    private static Optional<String> objective(Case scenario) {
        if (scenario.objective() instanceof Objective.Targets targets) {
            return TorchLoss.obstacle(targets.loss());
        }
        return scenario.observed().contains(Kind.SCORE)
                ? Optional.of("a score needs targets and a loss, and an upstream gradient has neither")
                : Optional.empty();
    }
}
