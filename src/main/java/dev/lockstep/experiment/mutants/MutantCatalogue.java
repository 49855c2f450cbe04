package dev.lockstep.experiment.mutants;

import java.util.List;
import java.util.stream.Stream;

/** Every equation with a term dropped, a sign flipped, a gate exchanged, a time index moved, a slope replaced, an ε moved … */
public final class MutantCatalogue {
    private static final List<Mutant> ALL = Stream.of(
                    SimpleRnnMutants.all(),
                    LstmMutants.all(),
                    GruMutants.all(),
                    NormalisationMutants.all(),
                    PreActivationMutants.all(),
                    BidirectionalMutants.all(),
                    MaskMutants.all(),
                    ActivationMutants.all(),
                    DenseMutants.all(),
                    LossMutants.all(),
                    LabelMutants.all(),
                    ContextMutants.all(),
                    PieceMutants.all(),
                    OptimizerMutants.all(),
                    AdaptiveMutants.all(),
                    ClipMutants.all(),
                    RegularisationMutants.all(),
                    ScheduleMutants.all())
            .flatMap(List::stream)
            .toList();

    private MutantCatalogue() {}

    /** All of them, in the order of the equations. */
    public static List<Mutant> all() {
        return ALL;
    }
}
