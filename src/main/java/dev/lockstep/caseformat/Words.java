package dev.lockstep.caseformat;

import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.SequenceFormat;
import java.util.Locale;

/** What choices are called in files. */
final class Words {
    private Words() {}

    /** {@code MSE} of a loss, {@code NCW} of a format, {@code final h} of a quantity, otherwise in small letters: {@code hard sigmoid}. */
    static String of(Enum<?> choice) {
        if (choice instanceof LossFunction || choice instanceof SequenceFormat) {
            return choice.name();
        }
        if (choice instanceof Quantity.Kind kind) {
            return kind.title();
        }
        return choice.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
