package dev.lockstep.caseformat;

import dev.lockstep.model.InvalidInput;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Numbers of a file: JSON's own decimals, and text that holds hexadecimal ones, {@code "0x1.8p+1"}. */
final class Numbers {
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?\\d{1,6}");

    private Numbers() {}

    /**
     * @param path of the number, asked for only if it is refused
     * @param text as JSON has it
     */
    static double decimal(Supplier<String> path, String text) {
        return finite(path, text, Double.parseDouble(text));
    }

    /**
     * @param path of the number, asked for only if it is refused
     * @param text as C and Java have it, the exponent included
     */
    static double hexadecimal(Supplier<String> path, String text) {
        if (!HEXADECIMAL.matcher(text).matches()) {
            throw new InvalidInput(
                    path.get() + ": a number or a text such as \"0x1.8p+1\" expected, " + Node.quoted(text) + " found");
        }
        return finite(path, text, Double.parseDouble(text));
    }

    private static double finite(Supplier<String> path, String text, double number) {
        if (Double.isInfinite(number)) {
            throw new InvalidInput(path.get() + ": a finite number expected, " + Node.quoted(text) + " found");
        }
        return number;
    }
}
