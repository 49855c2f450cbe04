package dev.lockstep.steps;

import dev.lockstep.comparison.Tolerance;
import dev.lockstep.comparison.Tolerances;
import dev.lockstep.model.Loss;
import dev.lockstep.model.NetworkSpec;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Parameter;
import dev.lockstep.port.Framework;
import io.cucumber.java.ParameterType;
import java.util.Arrays;

/**
 * The words that phrases are made of. Numbers are strict: Cucumber's own {@code {double}} does not know {@code 1e-12}, and
 * reads a table cell {@code 1e-12} as 1, which is why steps read tables as text.
 *
 * <p>Numbers match whatever stands in their place, so that {@code 1,5} is refused as a number and not as an unknown phrase.
 */
public final class ParameterTypes {
    /** {@code 1e-12}, {@code -0.5}, {@code 0x1.8p1}. */
    @ParameterType(value = "\\S+", useForSnippets = false)
    public double number(String text) {
        return Numbers.parse("number", text);
    }

    /** {@code 1e-12}, {@code 3 ulp}, {@code 1e-9 relative}. */
    @ParameterType(value = "\\S+(?: ulps?| relative)?", useForSnippets = false)
    public Tolerance tolerance(String text) {
        String[] parts = text.split(" ");
        double size = Numbers.parse("tolerance", parts[0]);
        if (parts.length == 1) {
            return Tolerances.absolute(size);
        }
        return parts[1].equals("relative") ? Tolerances.relative(size) : Tolerances.ulps(size);
    }

    /** {@code LSTM(3→5), dense(5→2, sigmoid)}. */
    @ParameterType(LayerText.LAYER + "(?:, " + LayerText.LAYER + ")*")
    public NetworkSpec network(String text) {
        return LayerText.network(text);
    }

    /** {@code MSE averaged over the batch}. */
    @ParameterType(LossText.PATTERN)
    public Loss loss(String text) {
        return LossText.parse(text);
    }

    /** {@code Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 1e-8}. */
    @ParameterType(OptimizerText.PATTERN)
    public OptimizerSpec optimizer(String text) {
        return OptimizerText.parse(text);
    }

    /** A title of one word such as {@code Deeplearning4j}, or any framework's id or title in quotes. */
    @ParameterType(value = "[A-Z][^\\s,]*|\"[^\"]+\"", useForSnippets = false)
    public Framework framework(String text) {
        return Run.current().frameworks().named(text.replace("\"", ""));
    }

    /** {@code LSTM}, {@code peephole LSTM}, {@code relu SimpleRnn}, {@code hard sigmoid dense}. */
    @ParameterType("(?:[a-z][a-z -]* )?(?:LSTM|SimpleRnn|dense)")
    public LayerKind layerKind(String text) {
        return LayerKind.parse(text);
    }

    /** {@code W}, {@code RW}, {@code b}, {@code rb}, {@code p} or {@code h0}. */
    @ParameterType("W|RW|b|rb|p|h0")
    public Parameter weight(String text) {
        return Arrays.stream(Parameter.values())
                .filter(parameter -> parameter.symbol().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** {@code 1.0, -0.5, 2.0}. */
    @ParameterType(value = "\\S+(?:, \\S+)*", useForSnippets = false)
    public double[] numbers(String text) {
        return Arrays.stream(text.split(", "))
                .mapToDouble(part -> Numbers.parse("number of the sequence", part))
                .toArray();
    }
}
