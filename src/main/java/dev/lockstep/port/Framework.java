package dev.lockstep.port;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;

/**
 * An implementation of recurrent networks that can be asked what it computes. Implementations of one's own are found by
 * {@link java.util.ServiceLoader}, so they need a public constructor without arguments.
 *
 * <p>An instance may be asked many times, by one thread at a time, and must not carry anything from one case to the next.
 */
public interface Framework {
    /** The id used on the command line and in features: {@code ours}, {@code dl4j}. Lower case, no blanks. */
    String id();

    /** Its name in text: {@code Deeplearning4j}. */
    String title();

    /** Its version: {@code 1.0.0-M2.1}. */
    String version();

    /** Whether it can run here at all; asked before anything else, must be cheap and must not throw. */
    default Support available() {
        return Support.YES;
    }

    /**
     * How accurate its elementary functions are; derived tolerances are as wide as these errors make them. {@link Accuracy#ANY} unless
     * it says otherwise, which is wide enough for libraries in common use, and wider than most need.
     */
    default Accuracy accuracy() {
        return Accuracy.ANY;
    }

    /**
     * The same for cases in one precision. In doubles it is {@link #accuracy()}; in single precision as well, unless the framework
     * says otherwise, which it must if that is what it computes in: who computes in doubles, from numbers rounded to single
     * precision, keeps his accuracy.
     *
     * @param precision that cases ask for
     */
    default Accuracy accuracy(Precision precision) {
        return accuracy();
    }

    /** Whether it can compute everything the case observes. */
    Support supports(Case scenario);

    /**
     * Computes everything the case observes.
     *
     * @param scenario a case that {@link #supports} said yes to; not to be modified
     * @return for every observed kind, one array for each layer, parameter and step it applies to
     */
    Observations observe(Case scenario);
}
