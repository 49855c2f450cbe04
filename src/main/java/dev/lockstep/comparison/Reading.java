package dev.lockstep.comparison;

import dev.lockstep.model.Axis;
import dev.lockstep.model.BidirectionalSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.LstmSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.RecurrentSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A rule-based guess at what is wrong, from where numbers differ and where they do not. The quantity that differs first
 * decides, since an error spreads.
 */
final class Reading {
    private static final double SAME_RATIO = 1e-6;
    /** A ratio so near to 1 is rounding, not a factor. */
    private static final double ROUNDED = 1e-12;

    private final Comparison comparison;
    private final ArrayComparison first;

    private Reading(Comparison comparison) {
        this.comparison = comparison;
        this.first = comparison.diverging().get(0);
    }

    /** The guess for a divergence, in one to three sentences. */
    static String of(Comparison comparison) {
        return new Reading(comparison).text();
    }

    private String text() {
        if (first.shapesDiffer()) {
            return "Shapes are compared first: suspect the order of the axes, or a step, row or unit too many.";
        }
        if (!Double.isFinite(first.maxAbsolute())) {
            return "A number is not finite: suspect an overflow, a division by zero or the logarithm of zero there.";
        }
        List<String> sentences = new ArrayList<>();
        sentences.add(
                switch (first.quantity().kind()) {
                    case OUTPUTS -> outputs();
                    case STREAMED -> streamed();
                    case FINAL_HIDDEN, FINAL_CELL -> finalState();
                    case SCORE -> score();
                    case PARAMETER, OPTIMIZER_STATE -> training();
                    default -> gradient();
                });
        String place = onlyPlace();
        if (!place.isEmpty()) {
            sentences.add(place);
        }
        return String.join(" ", sentences);
    }

    private String outputs() {
        LayerSpec layer = comparison.scenario().network().layer(first.quantity().layer());
        if (!(layer instanceof RecurrentSpec recurrent)) {
            String suspects = layer instanceof BidirectionalSpec
                    ? "the order of time in its reverse layer, how both are combined, or their weights"
                    : "its W, b or activation";
            return "What " + layer.title() + " yields differs first: suspect " + suspects + ".";
        }
        int step = firstStep();
        boolean zero = !comparison.scenario().initialStates().containsKey(layer.name());
        if (step == 1) {
            return zero
                    ? "Step 1 differs already, where h′ = 0: suspect W, b, "
                            + (recurrent.hasCell() ? "the order of the gates" : "")
                            + (recurrent.hasCell() ? " or" : "or") + " the activations."
                    : "Step 1 differs already: suspect the initial state, W, RW, b or the activations.";
        }
        Set<Integer> steps = stepsOfFirst();
        if (step == 2 && steps.contains(1) && zero) {
            String also = layer instanceof LstmSpec lstm
                    ? " (or what meets c′ = 0 there: f" + (lstm.peepholes() ? " and the peepholes" : "") + ")"
                    : "";
            return "Step 1 agrees, step 2 does not. At step 1 h′ = 0, so W and b look right: suspect RW" + also + ".";
        }
        return agreeing(step, steps)
                + ": suspect what happens only from there on, such as a mask, a length or growing rounding errors.";
    }

    private String streamed() {
        String before = compared(Kind.OUTPUTS)
                ? "Outputs of the whole sequence agree, those of the same in pieces do not"
                : "Outputs differ when the sequence arrives in pieces";
        return before + ": suspect the state that stays from piece to piece.";
    }

    private String finalState() {
        String before = compared(Kind.OUTPUTS)
                ? "Outputs agree, " + first.quantity() + " does not"
                : "The " + first.quantity() + " does not agree";
        return before + ": suspect what is handed over as the final state"
                + (first.quantity().kind() == Kind.FINAL_CELL ? ", or o, which hides c." : ".");
    }

    private String score() {
        double a = first.a().values()[0];
        double b = first.b().values()[0];
        String ratio = first.quantity().step() > 1 ? "" : ratio(a / b);
        String before = first.quantity().step() > 1
                ? "Everything up to step " + (first.quantity().step() - 1) + " agrees, the score of step "
                        + first.quantity().step() + " does not"
                : "The score differs" + (compared(Kind.OUTPUTS) ? ", though outputs agree" : " first");
        return before + ": suspect the loss, its reduction or its clipping." + ratio;
    }

    private String gradient() {
        String forward = compared(Kind.SCORE) || compared(Kind.OUTPUTS)
                ? "The forward pass agrees, the gradient does not."
                : "The gradient differs.";
        List<ArrayComparison> gradients = comparison.arrays().stream()
                .filter(array ->
                        array.quantity().kind().isGradient() && array.quantity().kind() != Kind.SCORE)
                .toList();
        double factor = commonFactor(gradients);
        if (!Double.isNaN(factor)) {
            return forward + " Every entry is off by the same factor: suspect sum against mean." + ratio(factor);
        }
        List<String> wrong = gradients.stream()
                .filter(array -> !array.agrees())
                .map(array -> array.quantity().toString())
                .toList();
        if (wrong.size() == gradients.size()) {
            return forward + " All of it differs: suspect the loss's gradient or the slope of an activation.";
        }
        String only = "Only " + String.join(", ", wrong.subList(0, Math.min(wrong.size(), 4)))
                + (wrong.size() > 4 ? " and others" : "") + (wrong.size() == 1 ? " differs" : " differ");
        String suspect = switch (first.quantity().part()) {
            case "RW" -> "the h′ that RW meets, which is that of the step before";
            case "b" -> "the bias, or the sum over steps and rows";
            case "rb" -> "the second bias, or what r multiplies";
            case "g" -> "the gains of the layer normalisation, or what they multiply";
            case "p" -> "the peepholes: i and f read c′, o reads c";
            case "W" -> "the x that W meets";
            default -> "how the gradient leaves the network";
        };
        return forward + " " + only + (wrong.size() == 1 ? ": suspect " + suspect + "." : ".");
    }

    private String training() {
        Quantity quantity = first.quantity();
        String name = comparison.scenario().training().orElseThrow().optimizer().title();
        if (quantity.step() > 1) {
            Set<Integer> steps = comparison.arrays().stream()
                    .map(array -> array.quantity().step())
                    .collect(Collectors.toSet());
            return agreeing(quantity.step(), steps) + ": suspect what " + name
                    + " carries from step to step, or its t.";
        }
        Predicate<ArrayComparison> sameStep =
                array -> array.quantity().step() == 1 && array.quantity().kind() == Kind.OPTIMIZER_STATE;
        boolean stateCompared = comparison.arrays().stream().anyMatch(sameStep);
        boolean stateAgrees = comparison.arrays().stream().filter(sameStep).allMatch(ArrayComparison::agrees);
        String gradient = compared(Kind.GRADIENT) ? "The gradient agrees, " : "";
        String onlyBias = onlyBias() ? " Only b differs: suspect how biases are updated." : "";
        if (stateCompared && stateAgrees) {
            return gradient + (gradient.isEmpty() ? "The" : "the") + " state of " + name
                    + " agrees after step 1, the parameter does not: suspect the learning rate, where ε is added or the"
                    + " correction of the bias of the moments." + onlyBias;
        }
        return gradient + quantity + " does not agree: suspect " + name
                + (stateCompared ? ", its start, ε or decay" : " or its learning rate")
                + (gradient.isEmpty() ? ", or the gradient." : ".") + onlyBias;
    }

    private static String agreeing(int step, Set<Integer> compared) {
        if (IntStream.range(1, step).allMatch(compared::contains)) {
            return (step == 2 ? "Step 1 agrees" : "Steps 1 to " + (step - 1) + " agree") + ", step " + step
                    + " does not";
        }
        return "Of the steps that were compared, step " + step + " differs first";
    }

    /** The steps of the array that differs first, as far as they were compared. */
    private Set<Integer> stepsOfFirst() {
        int axis = axis(Axis.TIME);
        return axis < 0
                ? Set.of(1)
                : first.a().axes().get(axis).labels().stream()
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet());
    }

    private boolean onlyBias() {
        return comparison.diverging().stream()
                .allMatch(array -> array.quantity().part().split("\\.", 2)[0].equals("b"));
    }

    /** Whether this kind was compared; what differs first came after it, so it agrees. */
    private boolean compared(Kind kind) {
        return comparison.arrays().stream().anyMatch(array -> array.quantity().kind() == kind && array.agrees());
    }

    private int firstStep() {
        int axis = axis(Axis.TIME);
        return axis < 0
                ? 1
                : Integer.parseInt(first.first().orElseThrow().where().get(axis));
    }

    private int axis(String name) {
        for (int i = 0; i < first.a().axes().size(); i++) {
            if (first.a().axes().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The gate, unit or batch row that all differing entries share, though there are others. */
    private String onlyPlace() {
        List<String> places = new ArrayList<>();
        for (String name : List.of(Axis.GATE, Axis.UNIT, Axis.BATCH)) {
            int axis = axis(name);
            if (axis < 0 || first.a().axes().get(axis).size() == 1) {
                continue;
            }
            Set<String> labels = first.beyond().stream()
                    .map(entry -> entry.where().get(axis))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (labels.size() == 1) {
                places.add((name.equals(Axis.BATCH) ? "batch row" : name) + " "
                        + labels.iterator().next());
            }
        }
        return places.isEmpty() ? "" : "Only " + String.join(", ", places) + " differs.";
    }

    /** a/b when it is the same for every entry of all arrays, and not about 1; NaN otherwise. */
    private static double commonFactor(List<ArrayComparison> arrays) {
        double factor = Double.NaN;
        for (ArrayComparison array : arrays) {
            if (array.shapesDiffer()) {
                return Double.NaN;
            }
            for (int i = 0; i < array.elements(); i++) {
                double a = array.a().values()[i];
                double b = array.b().values()[i];
                if (a == 0 && b == 0) {
                    continue;
                }
                if (Double.isNaN(factor)) {
                    factor = a / b;
                }
                if (!Double.isFinite(factor) || Math.abs(a - factor * b) > SAME_RATIO * Math.abs(a)) {
                    return Double.NaN;
                }
            }
        }
        return Math.abs(factor - 1) <= ROUNDED ? Double.NaN : factor;
    }

    /** Says so when a ratio is the number of rows or steps. */
    private String ratio(double ratio) {
        int rows = comparison.scenario().input().batch();
        int steps = comparison.scenario().input().time();
        String found = whole(ratio, rows, steps);
        String inverse = whole(1 / ratio, rows, steps);
        if (!found.isEmpty()) {
            return " " + comparison.a().column() + "/" + comparison.b().column() + " = " + found + ".";
        }
        return inverse.isEmpty()
                ? ""
                : " " + comparison.b().column() + "/" + comparison.a().column() + " = " + inverse + ".";
    }

    private static String whole(double ratio, int rows, int steps) {
        if (rows > 1 && near(ratio, rows)) {
            return rows + ", the number of batch rows";
        }
        if (steps > 1 && near(ratio, steps)) {
            return steps + ", the number of time steps";
        }
        return rows * steps > 1 && near(ratio, (double) rows * steps)
                ? rows * steps + ", batch rows times time steps"
                : near(ratio, 2) ? "2" : "";
    }

    private static boolean near(double ratio, double number) {
        return Math.abs(ratio - number) <= SAME_RATIO * number;
    }
}
