package dev.lockstep.report;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.Map;

/** Text for a terminal whose charset may know few of the signs that messages use. */
final class PlainText {
    private static final Map<Character, String> ASCII = Map.ofEntries(
            Map.entry('×', "x"),
            Map.entry('·', "*"),
            Map.entry('⊙', "(.)"),
            Map.entry('−', "-"),
            Map.entry('–', "-"),
            Map.entry('—', "-"),
            Map.entry('±', "+-"),
            Map.entry('≤', "<="),
            Map.entry('≥', ">="),
            Map.entry('≠', "!="),
            Map.entry('≈', "~"),
            Map.entry('√', "sqrt"),
            Map.entry('∞', "inf"),
            Map.entry('∂', "d"),
            Map.entry('Σ', "sum"),
            Map.entry('σ', "sigma"),
            Map.entry('φ', "phi"),
            Map.entry('θ', "theta"),
            Map.entry('α', "alpha"),
            Map.entry('β', "beta"),
            Map.entry('γ', "gamma"),
            Map.entry('ε', "epsilon"),
            Map.entry('ρ', "rho"),
            Map.entry('μ', "mu"),
            Map.entry('′', "'"),
            Map.entry('’', "'"),
            Map.entry('“', "\""),
            Map.entry('”', "\""),
            Map.entry('→', "->"),
            Map.entry('←', "<-"),
            Map.entry('…', "..."),
            Map.entry('₀', "0"),
            Map.entry('₁', "1"),
            Map.entry('ₙ', "n"),
            Map.entry('²', "^2"),
            Map.entry('⁻', "^-"));

    private final CharsetEncoder encoder;

    PlainText(Charset charset) {
        this.encoder = charset.newEncoder();
    }

    /** The text in signs the charset knows: others are spelled in ASCII, or become a question mark. */
    synchronized String encodable(String text) {
        if (encoder.canEncode(text)) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            plain.append(encoder.canEncode(sign) ? String.valueOf(sign) : ASCII.getOrDefault(sign, "?"));
        }
        return plain.toString();
    }
}
