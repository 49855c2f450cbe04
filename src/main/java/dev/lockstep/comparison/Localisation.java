package dev.lockstep.comparison;

import dev.lockstep.comparison.SingleSteps.Fault;
import dev.lockstep.comparison.SingleSteps.Outcomes;
import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.port.Framework;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Says where two frameworks first go apart: layer, time step, gate, unit and batch row, and whether in h or c. Single steps
 * decide: first every step of every layer alone, both frameworks given the same h′, c′ and x, those of the equations; if all of
 * these are right, every step of the framework's own run, given the state that it had itself. So an early error does not
 * blame all later steps. The step is judged by the equations, so it is known whose it is; {@link GateProbe} finds the gate.
 *
 * <p>Masked steps and those of Bidirectional are not taken one by one. Of them, and of gradients, parameters and the optimizer's state the
 * axes of the first number that differs say where.
 *
 * @param a the framework named first
 * @param b the framework it is held against
 * @param comparison a divergence of the two
 */
record Localisation(Framework a, Framework b, Comparison comparison) {
    /** Greatest number of steps × recurrent layers that are taken one by one. */
    private static final int STEPS = 100;
    /** Greatest number of multiplications of all single steps and beginnings together. */
    private static final long WORK = 20_000_000;

    /** What is found; empty if shapes differ, or the numbers have no place. */
    Optional<Location> find() {
        ArrayComparison first = comparison.diverging().get(0);
        if (first.shapesDiffer() || first.first().isEmpty()) {
            return Optional.empty();
        }
        if (!forwardMayDiffer(first.quantity().kind())) {
            return Optional.of(byAxes(first, ""));
        }
        if (tooLarge()) {
            return Optional.of(byAxes(first, "there are too many steps to take them one by one; "));
        }
        return Optional.of(bySteps(first));
    }

    /** Where the forward pass was compared and agrees, there is no step to look for. */
    private boolean forwardMayDiffer(Kind first) {
        boolean forward = first == Kind.OUTPUTS || first == Kind.FINAL_HIDDEN || first == Kind.FINAL_CELL;
        boolean compared = comparison.arrays().stream()
                .anyMatch(array -> array.quantity().kind() == Kind.OUTPUTS
                        || array.quantity().kind() == Kind.SCORE);
        boolean scoreDiffers = comparison.diverging().stream()
                .anyMatch(array -> array.quantity().kind() == Kind.SCORE
                        && array.quantity().step() <= 1);
        boolean outputsCompared =
                comparison.arrays().stream().anyMatch(array -> array.quantity().kind() == Kind.OUTPUTS);
        return forward || !compared || scoreDiffers && !outputsCompared;
    }

    private boolean tooLarge() {
        Case scenario = comparison.scenario();
        long time = scenario.input().time();
        long layers = Math.max(1, scenario.network().recurrent().size());
        return time * layers > STEPS || Work.ofForwardPass(scenario) * time > WORK;
    }

    private Location bySteps(ArrayComparison first) {
        List<Framework> both = List.of(a, b);
        List<Outcomes> given = both.stream()
                .map(framework -> asked(() -> new SingleSteps(framework, comparison.scenario()).fromGivenStates()))
                .toList();
        if (given.stream().anyMatch(outcomes -> !outcomes.faults().isEmpty())) {
            return located(given, false, false);
        }
        List<Outcomes> own = both.stream()
                .map(framework -> asked(() -> new SingleSteps(framework, comparison.scenario()).fromOwnStates()))
                .toList();
        if (own.stream().anyMatch(outcomes -> !outcomes.faults().isEmpty())) {
            return located(own, true, given.stream().allMatch(Outcomes::possible));
        }
        if (first.quantity().kind().isGradient()) {
            return byAxes(first, ""); // forward passes, where they can be asked for, are right
        }
        for (int k = 0; k < 2; k++) {
            if (!given.get(k).possible() && !own.get(k).possible()) {
                return byAxes(
                        first,
                        "single steps of " + name(both.get(k)) + " cannot be taken, because "
                                + given.get(k).because() + "; ");
            }
        }
        return byAxes(first, "every step is right given the state before it, so small differences have grown; ");
    }

    private static Outcomes asked(Supplier<Outcomes> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            String because = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Outcomes(false, "it failed: " + because, List.of());
        }
    }

    private Location located(List<Outcomes> outcomes, boolean inSequence, boolean rightAlone) {
        Optional<Fault> ofA = outcomes.get(0).faults().stream().findFirst();
        Optional<Fault> ofB = outcomes.get(1).faults().stream().findFirst();
        boolean firstIsA = ofB.isEmpty() || ofA.isPresent() && before(ofA.get(), ofB.get()) <= 0;
        boolean both = ofA.isPresent() && ofB.isPresent() && before(ofA.get(), ofB.get()) == 0;
        Fault fault = (firstIsA ? ofA : ofB).orElseThrow();
        Framework framework = firstIsA ? a : b;
        String gate = gate(framework, fault, inSequence);
        List<Integer> wrong = outcomes.get(firstIsA ? 0 : 1).faults().stream()
                .map(Fault::step)
                .toList();
        String layer = fault.layer().layer().name();
        boolean cell = fault.quantity().kind() == Kind.FINAL_CELL;
        String quantity = cell ? "c" : fault.quantity().symbol();
        String side = both ? "both" : framework.title();
        String where = quantity + " of \"" + layer + "\", t " + fault.step()
                + (gate.isEmpty() ? "" : (gate.equals("peepholes") ? ", " : ", gate ") + gate)
                + ", unit " + (fault.unit() + 1) + ", row " + (fault.row() + 1) + ", in "
                + (both ? "both" : name(framework)) + ": " + steps(wrong, inSequence, rightAlone);
        return new Location(
                layer, fault.step(), gate, fault.unit() + 1, fault.row() + 1, "", quantity, side, wrong, where);
    }

    private static String gate(Framework framework, Fault fault, boolean inSequence) {
        try {
            return new GateProbe(framework, fault, inSequence).gate();
        } catch (RuntimeException e) {
            return "";
        }
    }

    private int before(Fault one, Fault other) {
        List<String> layers = comparison.scenario().network().layers().stream()
                .map(layer -> layer.name())
                .toList();
        int byLayer = Integer.compare(
                layers.indexOf(one.layer().layer().name()),
                layers.indexOf(other.layer().layer().name()));
        return byLayer != 0 ? byLayer : Integer.compare(one.step(), other.step());
    }

    private String steps(List<Integer> wrong, boolean inSequence, boolean rightAlone) {
        int time = comparison.scenario().input().time();
        String rest = wrong.size() == time ? "" : ", every other step is right";
        String given = inSequence ? " given the state before it" : " given the right state";
        String text = wrong.size() == time
                ? "every step is wrong" + given
                : (wrong.size() == 1 ? "step " + list(wrong) + " is wrong" : "steps " + list(wrong) + " are wrong")
                        + " on " + (wrong.size() == 1 ? "its" : "their") + " own" + rest + given;
        return text
                + (rightAlone
                        ? ". Taken out of the sequence every step is right: suspect what depends on its place there."
                        : ".");
    }

    private static String list(List<Integer> steps) {
        boolean run = steps.size() > 2
                && IntStream.range(1, steps.size()).allMatch(k -> steps.get(k) == steps.get(k - 1) + 1);
        if (run) {
            return steps.get(0) + " to " + steps.get(steps.size() - 1);
        }
        List<String> texts = steps.stream().map(step -> Integer.toString(step)).toList();
        return texts.size() == 1
                ? texts.get(0)
                : String.join(", ", texts.subList(0, texts.size() - 1)) + " and " + texts.get(texts.size() - 1);
    }

    private Location byAxes(ArrayComparison array, String why) {
        Difference first = array.first().orElseThrow();
        List<Axis> axes = array.a().axes();
        List<String> parts = new ArrayList<>();
        int step = 0;
        int unit = 0;
        int row = 0;
        String gate = "";
        String from = "";
        for (int k = 0; k < axes.size(); k++) {
            String label = first.where().get(k);
            parts.add(axes.get(k).name() + " " + label);
            switch (axes.get(k).name()) {
                case Axis.TIME -> step = Integer.parseInt(label);
                case Axis.UNIT -> unit = Integer.parseInt(label);
                case Axis.BATCH -> row = Integer.parseInt(label);
                case Axis.GATE -> gate = label;
                default -> from = label;
            }
        }
        Quantity quantity = array.quantity();
        String place = parts.isEmpty() ? "" : ", " + String.join(", ", parts);
        String sentence = why + (why.isEmpty() ? "" : "the first number that differs is ") + quantity + place + ".";
        return new Location(quantity.layer(), step, gate, unit, row, from, quantity.symbol(), "", List.of(), sentence);
    }

    private static String name(Framework framework) {
        return framework.id().equals("ours") ? "ours" : framework.title();
    }
}
