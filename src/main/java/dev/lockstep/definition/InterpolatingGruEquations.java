package dev.lockstep.definition;

import dev.lockstep.model.GruForm;
import org.apache.commons.math3.RealFieldElement;

/** (G4) as {@link GruForm#INTERPOLATION} has it. */
public final class InterpolatingGruEquations extends GruEquations {
    /** (G4) h = n + z ⊙ (h′ − n). */
    @Override
    public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T z, T n, T hPrev) {
        return n.add(z.multiply(hPrev.subtract(n)));
    }
}
