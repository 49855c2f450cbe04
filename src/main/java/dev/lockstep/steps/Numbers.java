package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import java.util.regex.Pattern;

/** Numbers as features write them: {@code 1e-12}, {@code -0.5}, {@code 0x1.8p1}; never a decimal comma, in any locale. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?\\d+");
    private static final Pattern NOT_FINITE = Pattern.compile("NaN|[+-]?Infinity");

    private Numbers() {}

    /**
     * @param what names the number in the message
     * @throws InvalidInput if the text is no number
     */
    static double parse(String what, String text) {
        boolean wellFormed = text != null
                && (DECIMAL.matcher(text).matches()
                        || HEXADECIMAL.matcher(text).matches()
                        || NOT_FINITE.matcher(text).matches());
        if (!wellFormed) {
            throw new InvalidInput(what + ": a number such as -0.5, 1e-12 or 0x1.8p1 expected, \""
                    + (text == null ? "" : text) + "\" found");
        }
        return Double.parseDouble(text);
    }
}
