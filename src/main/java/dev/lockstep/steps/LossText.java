package dev.lockstep.steps;

import dev.lockstep.model.Clipping;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Reduction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Losses as features write them: {@code MSE summed}, {@code XENT averaged over the batch}, {@code MCXENT averaged over batch
 * and time, clamped at 1e-5}, {@code XENT summed, with 1e-99 inside the logarithms}, {@code L1 summed, weighted 1 2 0.5}.
 */
final class LossText {
    private static final Map<String, LossFunction> WORDS = Map.of(
            "Wasserstein", LossFunction.WASSERSTEIN,
            "hinge", LossFunction.HINGE,
            "squared hinge", LossFunction.SQUARED_HINGE,
            "Poisson", LossFunction.POISSON,
            "KL divergence", LossFunction.KL_DIVERGENCE,
            "cosine proximity", LossFunction.COSINE_PROXIMITY);

    private static final String FUNCTION = "MSE|L2|MCXENT|XENT|L1|MAE|MAPE|MSLE"
            + "|Wasserstein|hinge|squared hinge|Poisson|KL divergence|cosine proximity";

    private static final String REDUCTION = "summed|averaged over (?:the batch|batch and time)";

    /** The shape of a {@code {loss}}. */
    static final String PATTERN = "(?:" + FUNCTION + ") (?:" + REDUCTION + ")"
            + "(?:, clamped (?:in the score )?at [^ ,]+|, with norms of at least [^ ,]+|, with [^ ,]+ inside the logarithms)?"
            + "(?:, weighted [^,]+)?";

    private static final Pattern PARTS = Pattern.compile("(?<function>" + FUNCTION + ") (?<reduction>" + REDUCTION + ")"
            + "(?:, clamped at (?<clamp>[^ ,]+)|, clamped in the score at (?<score>[^ ,]+)"
            + "|, with norms of at least (?<floor>[^ ,]+)|, with (?<added>[^ ,]+) inside the logarithms)?"
            + "(?:, weighted (?<weights>[^,]+))?");

    private LossText() {}

    /** @throws InvalidInput if the clipping does not fit */
    static Loss parse(String text) {
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput(
                    "loss: a form like \"MSE averaged over the batch\" expected, \"" + text + "\" found");
        }
        Reduction reduction = switch (matcher.group("reduction")) {
            case "summed" -> Reduction.SUM;
            case "averaged over the batch" -> Reduction.MEAN_OVER_BATCH;
            default -> Reduction.MEAN_OVER_BATCH_AND_TIME;
        };
        return new Loss(
                function(matcher.group("function")), reduction, clipping(text, matcher), weights(text, matcher));
    }

    private static Clipping clipping(String text, Matcher matcher) {
        if (matcher.group("clamp") != null) {
            return Clipping.clamped(Numbers.parse("clamp of " + text, matcher.group("clamp")));
        }
        if (matcher.group("score") != null) {
            return Clipping.clampedInScore(Numbers.parse("clamp of " + text, matcher.group("score")));
        }
        if (matcher.group("floor") != null) {
            return Clipping.floored(Numbers.parse("least norm of " + text, matcher.group("floor")));
        }
        return matcher.group("added") == null
                ? Clipping.NONE
                : Clipping.added(Numbers.parse("addend inside the logarithms of " + text, matcher.group("added")));
    }

    private static List<Double> weights(String text, Matcher matcher) {
        return matcher.group("weights") == null
                ? List.of()
                : Arrays.stream(matcher.group("weights").strip().split(" +"))
                        .map(weight -> Numbers.parse("weight of " + text, weight))
                        .toList();
    }

    private static LossFunction function(String name) {
        return WORDS.containsKey(name) ? WORDS.get(name) : LossFunction.valueOf(name);
    }
}
