package dev.lockstep.model;

/**
 * A loss with everything that frameworks leave unsaid.
 *
 * @param function what an entry costs
 * @param reduction how the costs are added up
 * @param clipping what happens inside logarithms; must be none for MSE and L2
 */
public record Loss(LossFunction function, Reduction reduction, Clipping clipping) {
    /** @throws InvalidInput if a loss without logarithms is given a clipping */
    public Loss {
        boolean logarithmic = function == LossFunction.MCXENT || function == LossFunction.XENT;
        if (!logarithmic && clipping.rule() != Clipping.Rule.NONE) {
            throw new InvalidInput("clipping of " + function + ": none expected, " + clipping.rule() + " found");
        }
    }

    /** The loss with exact logarithms. */
    public static Loss of(LossFunction function, Reduction reduction) {
        return new Loss(function, reduction, Clipping.NONE);
    }
}
