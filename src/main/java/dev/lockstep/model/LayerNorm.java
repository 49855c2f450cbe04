package dev.lockstep.model;

/**
 * Layer normalisation of a product a of a row and a matrix: g ⊙ (a − μ)/√(σ² + ε), μ and σ² over the units of the row (J. L. Ba,
 * J. R. Kiros, G. E. Hinton, <em>Layer normalization</em>, arXiv:1607.06450, section 3.1). Departure: ε, without which the zero
 * before the first step could not be normalised.
 *
 * @param epsilon ε, positive and finite
 */
public record LayerNorm(double epsilon) {
    /** @throws InvalidInput if ε is not positive and finite */
    public LayerNorm {
        Hyperparameters.positive("ε of the layer normalisation", epsilon);
    }
}
