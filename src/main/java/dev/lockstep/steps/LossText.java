package dev.lockstep.steps;

import dev.lockstep.model.Clipping;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Reduction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Losses as features write them: {@code MSE summed}, {@code XENT averaged over the batch}, {@code MCXENT averaged over batch
 * and time, clamped at 1e-5}, {@code XENT summed, with 1e-99 inside the logarithms}.
 */
final class LossText {
    /** The shape of a {@code {loss}}. */
    static final String PATTERN =
            "(?:MSE|L2|MCXENT|XENT|Wasserstein) (?:summed|averaged over (?:the batch|batch and time))"
                    + "(?:, clamped at [^ ,]+|, with [^ ,]+ inside the logarithms)?";

    private static final Pattern PARTS = Pattern.compile(
            "(MSE|L2|MCXENT|XENT|Wasserstein) (summed|averaged over (?:the batch|batch and time))(, clamped at ([^ ,]+)|, with ([^ ,]+) inside the logarithms)?");

    private LossText() {}

    /** @throws InvalidInput if the clipping does not fit */
    static Loss parse(String text) {
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput(
                    "loss: a form like \"MSE averaged over the batch\" expected, \"" + text + "\" found");
        }
        Reduction reduction = switch (matcher.group(2)) {
            case "summed" -> Reduction.SUM;
            case "averaged over the batch" -> Reduction.MEAN_OVER_BATCH;
            default -> Reduction.MEAN_OVER_BATCH_AND_TIME;
        };
        Clipping clipping = Clipping.NONE;
        if (matcher.group(4) != null) {
            clipping = Clipping.clamped(Numbers.parse("clamp of " + text, matcher.group(4)));
        } else if (matcher.group(5) != null) {
            clipping = Clipping.added(Numbers.parse("addend inside the logarithms of " + text, matcher.group(5)));
        }
        return new Loss(function(matcher.group(1)), reduction, clipping);
    }

    private static LossFunction function(String name) {
        return name.equals("Wasserstein") ? LossFunction.WASSERSTEIN : LossFunction.valueOf(name);
    }
}
