package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.Grid;
import dev.lockstep.definition.LossEquations;
import dev.lockstep.model.Case;
import dev.lockstep.model.Clipping;
import dev.lockstep.model.Loss;
import dev.lockstep.model.LossFunction;
import dev.lockstep.model.Objective;
import dev.lockstep.model.Reduction;
import dev.lockstep.model.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.RealFieldElement;

/** (C1) to (C17), and the reductions r. */
final class LossMutants {
    private final List<Mutant> mutants = new ArrayList<>();

    private LossMutants() {}

    static List<Mutant> all() {
        LossMutants catalogue = new LossMutants();
        catalogue.costs();
        catalogue.terms();
        catalogue.shapes();
        catalogue.reductions();
        catalogue.clippings();
        return catalogue.mutants;
    }

    /** Every cost as a whole: its size, its sign, and its gradient, such as the factor 2 of a square. */
    private void costs() {
        for (LossFunction function : LossFunction.values()) {
            String equation = switch (function) {
                case MSE -> "C1";
                case L2 -> "C2";
                case MCXENT -> "C3";
                case XENT -> "C4";
                case WASSERSTEIN -> "C7";
                case L1 -> "C9";
                case MAE -> "C10";
                case HINGE -> "C11";
                case SQUARED_HINGE -> "C12";
                case POISSON -> "C13";
                case KL_DIVERGENCE -> "C14";
                case COSINE_PROXIMITY -> "C15";
                case MAPE -> "C16";
                case MSLE -> "C17";
            };
            Predicate<Case> met = Met.loss(function).and(Met.plainCost());
            for (Edit edit : List.of(Edit.HALVED, Edit.FLIPPED, Edit.GRADIENT_HALVED, Edit.GRADIENT_FLIPPED)) {
                add(equation, function, edit, met);
            }
        }
        for (Edit edit : List.of(Edit.HALVED, Edit.FLIPPED, Edit.GRADIENT_HALVED, Edit.GRADIENT_FLIPPED)) {
            add("C5", LossFunction.MCXENT, edit, Met.softmaxCost());
            add("C6", LossFunction.XENT, edit, Met.logisticCost());
        }
        add(
                "C1.features",
                "C1",
                "MSE not divided by n",
                new Misread(loss -> LossFunction.L2),
                Met.loss(LossFunction.MSE));
        add("C2.features", "C2", "L2 divided by n", new Misread(loss -> LossFunction.MSE), Met.loss(LossFunction.L2));
        mutants.add(Mutant.of(
                        "C2.exchanged",
                        "C2",
                        "loss: (p − y)² for (y − p)²",
                        Kind.LOSS,
                        Equations.STANDARD.with(new LossEquations() {
                            @Override
                            public <T extends RealFieldElement<T>> T cost(
                                    Arithmetic<T> math, Loss loss, T p, T y, int n) {
                                return loss.function() == LossFunction.L2
                                        ? super.cost(math, loss, y, p, n)
                                        : super.cost(math, loss, p, y, n);
                            }
                        }),
                        Met.loss(LossFunction.L2))
                .equivalent("a double and its negative have the same square"));
    }

    private void terms() {
        add(
                "C5.z",
                "C5",
                "the term −y·z dropped",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T softmaxCost(Arithmetic<T> math, List<T> z, int k, T y) {
                        return y.multiply(math.logSumExp(z));
                    }
                },
                Met.softmaxCost());
        add(
                "C5.sum-of-targets",
                "C5",
                "gradient p − y, as if Σy were 1",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T softmaxCost(Arithmetic<T> math, List<T> z, int k, T y) {
                        T share = math.exp(math.detached(z.get(k)).subtract(math.detached(math.logSumExp(z))));
                        return Edit.sloped(math, super.softmaxCost(math, z, k, y), z.get(k), share.subtract(y));
                    }
                },
                Met.softmaxCost());
        add(
                "C6.missed",
                "C6",
                "the term of y dropped",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T logisticCost(Arithmetic<T> math, T z, T y) {
                        return math.number(1).subtract(y).multiply(math.logisticLoss(z));
                    }
                },
                Met.logisticCost());
        add(
                "C6.false-alarm",
                "C6",
                "the term of 1 − y dropped",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T logisticCost(Arithmetic<T> math, T z, T y) {
                        return y.multiply(math.logisticLoss(z.negate()));
                    }
                },
                Met.logisticCost());
        Predicate<Case> plain = Met.loss(LossFunction.XENT).and(Met.plainCost());
        add(
                "C4.false-alarm",
                "C4",
                "the term of 1 − y dropped",
                new Misread(loss -> loss.function() == LossFunction.XENT ? LossFunction.MCXENT : loss.function()),
                plain);
        add(
                "C4.exchanged",
                "C4",
                "y and 1 − y exchanged",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T cost(Arithmetic<T> math, Loss loss, T p, T y, int n) {
                        boolean exchanged = loss.function() == LossFunction.XENT;
                        return super.cost(
                                math, loss, p, exchanged ? math.number(1).subtract(y) : y, n);
                    }
                },
                plain);
    }

    /** Costs that another reading of a loss's name leads to. */
    private void shapes() {
        for (LossFunction function : LossFunction.values()) {
            String what = misunderstood(function);
            if (!what.isEmpty()) {
                String id = function.name().toLowerCase(Locale.ROOT).replace('_', '-');
                add("C." + id, "C", function + ": " + what, new Misunderstood(function), Met.loss(function));
            }
        }
        add(
                "C15.targets",
                "C15",
                "COSINE_PROXIMITY: ‖y‖² for ‖y‖·‖p‖",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> List<T> cosines(
                            Arithmetic<T> math, Clipping clipping, List<T> p, List<T> y) {
                        T square = math.dot(y, y);
                        List<T> costs = new ArrayList<>();
                        for (int k = 0; k < p.size(); k++) {
                            costs.add(p.get(k).multiply(y.get(k)).divide(square).negate());
                        }
                        return costs;
                    }
                },
                Met.loss(LossFunction.COSINE_PROXIMITY));
    }

    private static String misunderstood(LossFunction function) {
        return switch (function) {
            case WASSERSTEIN, MAE, MAPE, MSLE -> "not divided by n";
            case HINGE -> "y·p for 1 − y·p";
            case SQUARED_HINGE -> "not squared";
            case POISSON -> "p dropped";
            case KL_DIVERGENCE -> "y·log p, without the entropy of y";
            case L1 -> "the square of y − p";
            default -> "";
        };
    }

    /** One loss with another cost. */
    private static final class Misunderstood extends LossEquations {
        private final LossFunction wrong;

        Misunderstood(LossFunction wrong) {
            this.wrong = wrong;
        }

        @Override
        public <T extends RealFieldElement<T>> T cost(Arithmetic<T> math, Loss loss, T p, T y, int n) {
            T right = super.cost(math, loss, p, y, n);
            if (loss.function() != wrong) {
                return right;
            }
            return switch (wrong) {
                case HINGE -> y.multiply(p).getReal() >= 1 ? right : right.subtract(1);
                case SQUARED_HINGE -> right.getReal() == 0 ? right : math.sqrt(right);
                case POISSON -> right.subtract(p);
                case KL_DIVERGENCE -> y.getReal() == 0 ? right : right.subtract(y.multiply(math.log(y)));
                case L1 -> right.multiply(right);
                default -> right.multiply(n);
            };
        }
    }

    private void reductions() {
        for (Reduction given : Reduction.values()) {
            for (Reduction other : Reduction.values()) {
                if (given != other) {
                    String words = given.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " read as "
                            + other.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                    mutants.add(Mutant.misreading(
                            "r." + words.replace(' ', '-'),
                            "r",
                            "loss: " + words,
                            Kind.LOSS,
                            with(loss -> loss.with(other)),
                            Met.loss(loss -> loss.reduction() == given)
                                    .and(scenario -> differs(scenario, given, other))));
                }
            }
        }
        add(
                "r.last-step",
                "r",
                "the cost of the last step left out",
                new LossEquations() {
                    @Override
                    public <T extends RealFieldElement<T>> T score(
                            Arithmetic<T> math,
                            Loss loss,
                            dev.lockstep.model.LayerSpec last,
                            Grid<T> z,
                            Grid<T> p,
                            Grid<T> y,
                            Optional<Sequence> weights) {
                        T whole = super.score(math, loss, last, z, p, y, weights);
                        if (p.time() == 1) {
                            return whole;
                        }
                        T lastStep = super.score(
                                math,
                                loss,
                                last,
                                step(z),
                                step(p),
                                step(y),
                                weights.map(given -> given.steps(given.time(), given.time())));
                        return whole.subtract(
                                loss.reduction() == Reduction.MEAN_OVER_BATCH_AND_TIME
                                        ? lastStep.divide(p.time())
                                        : lastStep);
                    }
                },
                Met.loss(loss -> true)
                        .and(scenario ->
                                scenario.network().outputTime(scenario.input().time()) > 1));
    }

    /** The last step of a grid. */
    private static <T> Grid<T> step(Grid<T> grid) {
        int size = grid.values().size();
        return size == 0
                ? grid
                : new Grid<>(
                        1,
                        grid.batch(),
                        grid.features(),
                        grid.values().subList(size - grid.batch() * grid.features(), size));
    }

    private static boolean differs(Case scenario, Reduction a, Reduction b) {
        int time = scenario.network().outputTime(scenario.input().time());
        int batch = scenario.input().batch();
        return a.factor(time, batch) != b.factor(time, batch);
    }

    private void clippings() {
        for (Clipping.Rule rule : List.of(Clipping.Rule.ADDED, Clipping.Rule.CLAMPED)) {
            String name = rule.name().toLowerCase(Locale.ROOT);
            Predicate<Case> met = Met.loss(loss -> loss.clipping().rule() == rule);
            mutants.add(Mutant.misreading(
                    "C3." + name + ".dropped",
                    "C3",
                    "loss: ε " + name + ", dropped",
                    Kind.LOSS,
                    with(loss -> loss.with(Clipping.NONE)),
                    met));
            mutants.add(Mutant.misreading(
                    "C3." + name + ".doubled",
                    "C3",
                    "loss: ε " + name + ", doubled",
                    Kind.LOSS,
                    with(loss ->
                            loss.with(new Clipping(rule, 2 * loss.clipping().epsilon()))),
                    met.and(Met.loss(loss -> loss.clipping().epsilon() < 0.25))));
        }
    }

    private static UnaryOperator<Case> with(UnaryOperator<Loss> change) {
        return scenario -> {
            Objective.Targets targets = (Objective.Targets) scenario.objective();
            return new Case(
                            scenario.name(),
                            scenario.network(),
                            scenario.weights(),
                            scenario.input(),
                            scenario.initialStates(),
                            new Objective.Targets(change.apply(targets.loss()), targets.targets()),
                            scenario.truncation(),
                            scenario.training(),
                            scenario.observed())
                    .with(scenario.masks())
                    .with(scenario.execution());
        };
    }

    private void add(String equation, LossFunction function, Edit edit, Predicate<Case> met) {
        boolean gradient = edit.kind() == Kind.GRADIENT;
        add(
                equation + ".cost." + edit.id(),
                equation,
                function + (gradient ? ": gradient " : ": cost ") + edit.words(),
                new EditedCost(equation, edit),
                met);
    }

    private void add(String id, String equation, String what, LossEquations equations, Predicate<Case> met) {
        mutants.add(Mutant.of(id, equation, "loss: " + what, Kind.LOSS, Equations.STANDARD.with(equations), met));
    }

    /** The cost of another function. */
    private static final class Misread extends LossEquations {
        private final java.util.function.Function<Loss, LossFunction> function;

        Misread(java.util.function.Function<Loss, LossFunction> function) {
            this.function = function;
        }

        @Override
        public <T extends RealFieldElement<T>> T cost(Arithmetic<T> math, Loss loss, T p, T y, int n) {
            return super.cost(math, loss.with(function.apply(loss)), p, y, n);
        }
    }

    /** One equation's cost edited. */
    private static final class EditedCost extends LossEquations {
        private final String equation;
        private final Edit edit;

        EditedCost(String equation, Edit edit) {
            this.equation = equation;
            this.edit = edit;
        }

        @Override
        public <T extends RealFieldElement<T>> T cost(Arithmetic<T> math, Loss loss, T p, T y, int n) {
            T cost = super.cost(math, loss, p, y, n);
            return equation.equals("C5") || equation.equals("C6") ? cost : edit.of(math, cost);
        }

        @Override
        public <T extends RealFieldElement<T>> List<T> cosines(
                Arithmetic<T> math, Clipping clipping, List<T> p, List<T> y) {
            List<T> costs = super.cosines(math, clipping, p, y);
            return equation.equals("C15")
                    ? costs.stream().map(cost -> edit.of(math, cost)).toList()
                    : costs;
        }

        @Override
        public <T extends RealFieldElement<T>> T softmaxCost(Arithmetic<T> math, List<T> z, int k, T y) {
            T cost = super.softmaxCost(math, z, k, y);
            return equation.equals("C5") ? edit.of(math, cost) : cost;
        }

        @Override
        public <T extends RealFieldElement<T>> T logisticCost(Arithmetic<T> math, T z, T y) {
            T cost = super.logisticCost(math, z, y);
            return equation.equals("C6") ? edit.of(math, cost) : cost;
        }
    }
}
