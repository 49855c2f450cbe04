package dev.lockstep.experiment.mutants;

import dev.lockstep.definition.ActivationEquations;
import dev.lockstep.definition.Arithmetic;
import dev.lockstep.definition.Cell;
import dev.lockstep.definition.Equations;
import dev.lockstep.definition.GruEquations;
import dev.lockstep.definition.Parameters;
import dev.lockstep.math.Activation;
import dev.lockstep.model.Bias;
import dev.lockstep.model.Case;
import dev.lockstep.model.GruSpec;
import dev.lockstep.model.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.commons.math3.RealFieldElement;

/** (G1) to (G16). */
final class GruMutants {
    private static final Predicate<Case> ANY = Met.gru(layer -> true);

    private final List<Mutant> mutants = new ArrayList<>();

    private GruMutants() {}

    static List<Mutant> all() {
        GruMutants catalogue = new GruMutants();
        catalogue.operands();
        catalogue.structure();
        catalogue.products();
        for (GruSpec.Reset reset : GruSpec.Reset.values()) {
            catalogue.reset(reset);
        }
        for (Late late : List.of(Late.HIDDEN, Late.INPUT, Late.START, Late.FIRST_ALONE, Late.FIRST_LEFT_OUT)) {
            catalogue.late(late);
        }
        return catalogue.mutants;
    }

    /** What (G3) and (G4) read. */
    private enum Operand {
        R("G3", "G11"),
        Z("G4", "G6"),
        N("G4", "G7"),
        H("G4", "G12");

        private final String forward;
        private final String backward;

        Operand(String forward, String backward) {
            this.forward = forward;
            this.backward = backward;
        }

        private String equation(Edit edit) {
            return edit.kind() == Kind.GRADIENT ? backward : forward;
        }
    }

    private record Edited(Operand operand, Edit edit) {
        <T extends RealFieldElement<T>> T of(Operand which, Arithmetic<T> math, T value) {
            return which == operand ? edit.of(math, value) : value;
        }
    }

    private void operands() {
        // r meets h′, which may be 0 at the first step.
        add(Operand.R, ANY.and(Met.time(2)), Edit.ONE, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.Z, ANY, Edit.DROPPED, Edit.HALVED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_FLIPPED);
        add(Operand.N, ANY, Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_HALVED);
        add(Operand.H, ANY.and(Met.time(2)), Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED, Edit.GRADIENT_HALVED);
    }

    private void structure() {
        add("r-and-z-exchanged", "G1", "r and z exchanged", ANY, new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> T input(
                    Arithmetic<T> math, GruSpec layer, Parameters<T> theta, int gate, int unit, List<T> x) {
                return super.input(math, layer, theta, exchanged(gate), unit, x);
            }

            @Override
            public <T extends RealFieldElement<T>> T recurrent(
                    Arithmetic<T> math, GruSpec layer, Parameters<T> theta, int gate, int unit, List<T> hPrev) {
                return super.recurrent(math, layer, theta, exchanged(gate), unit, hPrev);
            }
        });
        add("other-reset", "G3", "reset on the other side of the product", ANY.and(Met.time(2)), new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> n(
                    Arithmetic<T> math,
                    ActivationEquations activations,
                    GruSpec layer,
                    Parameters<T> theta,
                    List<T> r,
                    List<T> x,
                    List<T> hPrev) {
                return super.n(math, activations, otherwise(layer), theta, r, x, hPrev);
            }
        });
        add("z-turned", "G4", "z and 1 − z exchanged", ANY, new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T z, T n, T hPrev) {
                return super.h(math, math.number(1).subtract(z), n, hPrev);
            }
        });
        add("without-sigma", "G1", "tanh for σ", Met.gru(GruMutants::logistic), new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> T gate(
                    Arithmetic<T> math, ActivationEquations activations, GruSpec layer, T input, T recurrent) {
                T z = activations.clipped(math, layer, input.add(recurrent));
                return activations.value(math, Activation.TANH, z);
            }
        });
    }

    /** x·W + b and h′·RW + rb of each gate. */
    private void products() {
        for (int gate = 0; gate < 3; gate++) {
            for (Edit edit : List.of(Edit.DROPPED, Edit.FLIPPED, Edit.GRADIENT_DROPPED)) {
                int edited = gate;
                String symbol = "rzn".substring(gate, gate + 1);
                String forward = "G" + (gate + 1);
                boolean gradient = edit.kind() == Kind.GRADIENT;
                add(
                        (gradient ? "G13" : forward) + ".x." + symbol + "." + edit.id(),
                        "x·W + b of " + symbol + " " + edit.words(),
                        edit.kind(),
                        ANY,
                        new GruEquations() {
                            @Override
                            public <T extends RealFieldElement<T>> T input(
                                    Arithmetic<T> math,
                                    GruSpec layer,
                                    Parameters<T> theta,
                                    int gate,
                                    int unit,
                                    List<T> x) {
                                T right = super.input(math, layer, theta, gate, unit, x);
                                return gate == edited ? edit.of(math, right) : right;
                            }
                        });
                add(
                        (gradient ? "G14" : forward) + ".h." + symbol + "." + edit.id(),
                        "h′·RW + rb of " + symbol + " " + edit.words(),
                        edit.kind(),
                        ANY.and(Met.time(2)),
                        new GruEquations() {
                            @Override
                            public <T extends RealFieldElement<T>> T recurrent(
                                    Arithmetic<T> math,
                                    GruSpec layer,
                                    Parameters<T> theta,
                                    int gate,
                                    int unit,
                                    List<T> hPrev) {
                                T right = super.recurrent(math, layer, theta, gate, unit, hPrev);
                                return gate == edited ? edit.of(math, right) : right;
                            }
                        });
            }
        }
    }

    /** The reset gate on one side of the product. */
    private void reset(GruSpec.Reset reset) {
        String name = reset.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Predicate<Case> met = Met.gru(layer -> layer.reset() == reset).and(Met.time(2));
        for (Edit edit : List.of(Edit.ONE, Edit.GRADIENT_DROPPED)) {
            String equation = Operand.R.equation(edit);
            add(
                    equation + "." + name + ".r." + edit.id(),
                    reset + ": r " + edit.words(),
                    edit.kind(),
                    met,
                    read(reset, edit, Edit.NONE));
        }
        add(
                "G9." + name + ".h." + Edit.GRADIENT_DROPPED.id(),
                reset + ": dh′ by n dropped",
                Kind.GRADIENT,
                met,
                read(reset, Edit.NONE, Edit.GRADIENT_DROPPED));
        if (reset == GruSpec.Reset.AFTER_PRODUCT) {
            add(
                    "G3.bias-outside",
                    "rbn beside r ⊙ (h′·RWn)",
                    Kind.FORWARD,
                    Met.gru(layer -> layer.reset() == reset && layer.bias() == Bias.TWO),
                    new GruEquations() {
                        @Override
                        public <T extends RealFieldElement<T>> List<T> n(
                                Arithmetic<T> math,
                                ActivationEquations activations,
                                GruSpec layer,
                                Parameters<T> theta,
                                List<T> r,
                                List<T> x,
                                List<T> hPrev) {
                            if (layer.reset() != reset || layer.bias() != Bias.TWO) {
                                return super.n(math, activations, layer, theta, r, x, hPrev);
                            }
                            List<T> candidates = new ArrayList<>();
                            for (int unit = 0; unit < layer.units(); unit++) {
                                T rb = theta.entry(layer, Parameter.RB, 0, 2 * layer.units() + unit);
                                T product = recurrent(math, layer, theta, 2, unit, hPrev)
                                        .subtract(rb);
                                T z = input(math, layer, theta, 2, unit, x)
                                        .add(r.get(unit).multiply(product))
                                        .add(rb);
                                T read = activations.clipped(math, layer, z);
                                candidates.add(activations.value(math, layer.activation(), read));
                            }
                            return candidates;
                        }
                    });
        }
    }

    private static GruEquations read(GruSpec.Reset reset, Edit ofR, Edit ofH) {
        return new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> n(
                    Arithmetic<T> math,
                    ActivationEquations activations,
                    GruSpec layer,
                    Parameters<T> theta,
                    List<T> r,
                    List<T> x,
                    List<T> hPrev) {
                boolean edited = layer.reset() == reset;
                Edit atR = edited ? ofR : Edit.NONE;
                Edit atH = edited ? ofH : Edit.NONE;
                return super.n(
                        math,
                        activations,
                        layer,
                        theta,
                        r.stream().map(entry -> atR.of(math, entry)).toList(),
                        x,
                        hPrev.stream().map(entry -> atH.of(math, entry)).toList());
            }
        };
    }

    private void late(Late late) {
        String equation = switch (late) {
            case START -> "G12";
            case FIRST_ALONE, FIRST_LEFT_OUT -> "G13";
            default -> "G1";
        };
        GruEquations equations = new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> Cell<T> cell(
                    Arithmetic<T> math, ActivationEquations activations, GruSpec layer, Parameters<T> theta) {
                return late.of(
                        math,
                        super.cell(math, activations, layer, theta),
                        super.cell(math, activations, layer, theta.map(math::detached)));
            }
        };
        add(
                equation + ".late." + late.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                late.words(),
                late.kind(),
                late == Late.START ? ANY : ANY.and(Met.time(2)),
                equations);
    }

    private void add(String id, String what, Kind kind, Predicate<Case> met, GruEquations equations) {
        mutants.add(Mutant.of(
                id, id.substring(0, id.indexOf('.')), "GRU: " + what, kind, Equations.STANDARD.with(equations), met));
    }

    private static boolean logistic(GruSpec layer) {
        return layer.gateActivation() == Activation.SIGMOID;
    }

    private static int exchanged(int gate) {
        return gate == 2 ? 2 : 1 - gate;
    }

    private static GruSpec otherwise(GruSpec layer) {
        GruSpec.Reset other = layer.reset() == GruSpec.Reset.AFTER_PRODUCT
                ? GruSpec.Reset.BEFORE_PRODUCT
                : GruSpec.Reset.AFTER_PRODUCT;
        return new GruSpec(
                layer.name(),
                layer.inputs(),
                layer.units(),
                layer.activation(),
                layer.gateActivation(),
                other,
                layer.bias(),
                layer.preActivationClip());
    }

    private void add(Operand operand, Predicate<Case> met, Edit... edits) {
        for (Edit edit : edits) {
            Edited edited = new Edited(operand, edit);
            String name = operand.name().toLowerCase(Locale.ROOT);
            String equation = operand.equation(edit);
            mutants.add(Mutant.of(
                    equation + "." + name + "." + edit.id(),
                    equation,
                    "GRU: " + (operand == Operand.H ? "h′" : name) + " " + edit.words(),
                    edit.kind(),
                    Equations.STANDARD.with(edited(edited)),
                    met));
        }
    }

    private static GruEquations edited(Edited edited) {
        return new GruEquations() {
            @Override
            public <T extends RealFieldElement<T>> List<T> n(
                    Arithmetic<T> math,
                    ActivationEquations activations,
                    GruSpec layer,
                    Parameters<T> theta,
                    List<T> r,
                    List<T> x,
                    List<T> hPrev) {
                List<T> changed = r.stream()
                        .map(entry -> edited.of(Operand.R, math, entry))
                        .toList();
                return super.n(math, activations, layer, theta, changed, x, hPrev);
            }

            @Override
            public <T extends RealFieldElement<T>> T h(Arithmetic<T> math, T z, T n, T hPrev) {
                return super.h(
                        math,
                        edited.of(Operand.Z, math, z),
                        edited.of(Operand.N, math, n),
                        edited.of(Operand.H, math, hPrev));
            }
        };
    }

    private void add(String name, String equation, String what, Predicate<Case> met, GruEquations equations) {
        mutants.add(Mutant.of(
                equation + "." + name,
                equation,
                "GRU: " + what,
                Kind.FORWARD,
                Equations.STANDARD.with(equations),
                met));
    }
}
