package dev.lockstep.steps;

import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.DenseSpec;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LayerNorm;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.SimpleRnnSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What features say about a layer beside its sizes: {@code bias-free}, {@code one-bias} or {@code two-bias}, {@code trained
 * start}, {@code layer-normalised}, {@code reset before}, {@code pre-activations clipped at 0.7}, and one or, for an LSTM or
 * GRU, two activations.
 *
 * @param kind {@code SimpleRnn}, {@code LSTM}, {@code peephole LSTM}, {@code GRU} or {@code dense}
 * @param activations as many as were given
 * @param bias one unless said otherwise, two for a GRU
 * @param trainedStart whether the initial state is a parameter
 * @param norm the layer normalisation of a SimpleRnn
 * @param resetBefore whether a GRU's reset gate acts before the product with RW
 * @param preActivationClip of a recurrent layer; infinite unless said otherwise
 */
record LayerWords(
        String kind,
        List<Activation> activations,
        Bias bias,
        boolean trainedStart,
        Optional<LayerNorm> norm,
        boolean resetBefore,
        double preActivationClip) {
    private static final String DENSE = "dense";
    private static final String GRU = "GRU";
    private static final String SIMPLE_RNN = "SimpleRnn";
    private static final String NORMALISED = "layer-normalised";
    private static final String CLIPPED = "pre-activations clipped at ";
    private static final double USUAL_EPSILON = 1e-5;

    /**
     * @param title what the layer is called in messages
     * @throws InvalidInput if a word is unknown or does not fit the kind of layer
     */
    static LayerWords parse(String title, String kind, List<String> words) {
        List<Activation> activations = new ArrayList<>();
        List<Bias> biases = new ArrayList<>();
        boolean trainedStart = false;
        Optional<LayerNorm> norm = Optional.empty();
        boolean resetBefore = false;
        Optional<Double> clip = Optional.empty();
        for (String word : words) {
            switch (word) {
                case "bias-free" -> biases.add(Bias.NONE);
                case "one-bias" -> biases.add(Bias.ONE);
                case "two-bias" -> biases.add(Bias.TWO);
                case "reset before" -> resetBefore = true;
                case "trained start" -> trainedStart = true;
                default -> {
                    if (word.startsWith(NORMALISED)) {
                        norm = Optional.of(norm(title, word));
                    } else if (word.startsWith(CLIPPED)) {
                        clip = Optional.of(clip(title, word, clip.isPresent()));
                    } else {
                        activations.add(LayerText.activation(word));
                    }
                }
            }
        }
        boolean lstm = kind.endsWith("LSTM");
        if (kind.startsWith("peephole ") && !lstm) {
            throw new InvalidInput("peepholes of " + title + ": an LSTM expected to have them, "
                    + kind.substring("peephole ".length()) + " found");
        }
        boolean gated = lstm || kind.equals(GRU);
        if (activations.size() > (gated ? 2 : 1)) {
            throw new InvalidInput("activations of " + title + ": " + (gated ? "two" : "one") + " at most expected, "
                    + activations.size() + " found");
        }
        if (biases.size() > 1) {
            throw new InvalidInput("biases of " + title + ": one word expected, " + biases.size() + " found");
        }
        if (norm.isPresent() && !kind.equals(SIMPLE_RNN)) {
            throw new InvalidInput(
                    "layer normalisation of " + title + ": a SimpleRnn expected to have one, " + kind + " found");
        }
        if (trainedStart && !kind.equals(SIMPLE_RNN)) {
            throw new InvalidInput(
                    "initial state of " + title + ": a SimpleRnn expected to train it, " + kind + " found");
        }
        if (resetBefore && !kind.equals(GRU)) {
            throw new InvalidInput("reset of " + title + ": a GRU expected to have one, " + kind + " found");
        }
        if (clip.isPresent() && kind.equals(DENSE)) {
            throw new InvalidInput(
                    "clip of the pre-activations of " + title + ": a recurrent layer expected, " + kind + " found");
        }
        Bias usual = kind.equals(GRU) ? Bias.TWO : Bias.ONE;
        return new LayerWords(
                kind,
                activations,
                biases.isEmpty() ? usual : biases.get(0),
                trainedStart,
                norm,
                resetBefore,
                clip.orElse(Double.POSITIVE_INFINITY));
    }

    private static double clip(String title, String word, boolean again) {
        if (again) {
            throw new InvalidInput("clip of the pre-activations of " + title + ": one expected, 2 found");
        }
        double clip = Numbers.parse("clip of " + title, word.substring(CLIPPED.length()));
        if (Double.isInfinite(clip)) {
            throw new InvalidInput(
                    "clip of the pre-activations of " + title + ": a finite number expected, " + clip + " found");
        }
        return clip;
    }

    private static LayerNorm norm(String title, String word) {
        if (word.equals(NORMALISED)) {
            return new LayerNorm(USUAL_EPSILON);
        }
        Matcher epsilon = Pattern.compile(NORMALISED + " with ε = (\\S+)").matcher(word);
        if (epsilon.matches()) {
            return new LayerNorm(Numbers.parse("ε of the layer normalisation", epsilon.group(1)));
        }
        throw new InvalidInput("layer normalisation of " + title + ": \"" + NORMALISED + "\" or \"" + NORMALISED
                + " with ε = 1e-5\" expected, \"" + word + "\" found");
    }

    /** The activation: tanh for recurrent layers and identity for dense ones unless said otherwise. */
    Activation activation() {
        return activations.isEmpty() ? kind.equals(DENSE) ? Activation.IDENTITY : Activation.TANH : activations.get(0);
    }

    private Activation gateActivation() {
        return activations.size() > 1 ? activations.get(1) : Activation.SIGMOID;
    }

    /** The layer of these words and sizes. */
    LayerSpec layer(String name, int inputs, int outputs) {
        return switch (kind) {
            case SIMPLE_RNN ->
                new SimpleRnnSpec(name, inputs, outputs, activation(), bias, norm, trainedStart, preActivationClip);
            case DENSE -> new DenseSpec(name, inputs, outputs, activation(), bias);
            case GRU ->
                new GruSpec(
                        name,
                        inputs,
                        outputs,
                        activation(),
                        gateActivation(),
                        resetBefore ? GruSpec.Reset.BEFORE_PRODUCT : GruSpec.Reset.AFTER_PRODUCT,
                        bias,
                        preActivationClip);
            default ->
                new LstmSpec(
                        name,
                        inputs,
                        outputs,
                        activation(),
                        gateActivation(),
                        kind.startsWith("peephole"),
                        bias,
                        preActivationClip);
        };
    }
}
