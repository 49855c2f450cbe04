package dev.lockstep.caseformat;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.LastStepSpec;
import dev.lockstep.model.LayerSpec;
import dev.lockstep.model.ParameterSpec;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.RecurrentSpec;
import java.util.List;
import java.util.Optional;

/**
 * How a quantity of a case is laid out.
 *
 * @param shape in files; a parameter's is that of its matrix, also where its axes are three
 * @param axes what its directions mean
 */
record ObservedArray(List<Integer> shape, List<Axis> axes) {
    /** @throws InvalidInput if the case has no such quantity */
    static ObservedArray of(Case scenario, Quantity quantity) {
        requireStep(scenario, quantity);
        return switch (quantity.kind()) {
            case OUTPUTS -> outputs(scenario, layer(scenario, quantity));
            case STREAMED -> {
                requireNoPart(quantity, true);
                yield sequence(
                        scenario.input().time(),
                        scenario.input().batch(),
                        scenario.network().outputs());
            }
            case FINAL_HIDDEN, INITIAL_HIDDEN_GRADIENT -> state(scenario, quantity, false);
            case FINAL_CELL, INITIAL_CELL_GRADIENT -> state(scenario, quantity, true);
            case SCORE -> {
                requireNoPart(quantity, true);
                yield new ObservedArray(List.of(), List.of());
            }
            case INPUT_GRADIENT -> {
                requireNoPart(quantity, true);
                yield sequence(
                        scenario.input().time(),
                        scenario.input().batch(),
                        scenario.input().features());
            }
            case GRADIENT, PARAMETER, OPTIMIZER_STATE -> parameter(scenario, quantity);
        };
    }

    private static void requireStep(Case scenario, Quantity quantity) {
        int steps = scenario.training()
                .map(training -> training.segments(scenario.truncation()).size())
                .orElse(0);
        boolean score = quantity.kind() == Quantity.Kind.SCORE;
        int least = quantity.kind().isTraining() ? 1 : 0;
        int greatest = quantity.kind().isTraining() || score ? steps : 0;
        if (quantity.step() < least || quantity.step() > greatest) {
            throw new InvalidInput("step of " + quantity.kind().title() + ": "
                    + (greatest < least ? "training" : least + " to " + greatest) + " expected, " + quantity.step()
                    + " found");
        }
    }

    private static LayerSpec layer(Case scenario, Quantity quantity) {
        requireNoPart(quantity, false);
        return scenario.network().layer(quantity.layer());
    }

    private static void requireNoPart(Quantity quantity, boolean noLayer) {
        if (!quantity.part().isEmpty() || (noLayer && !quantity.layer().isEmpty())) {
            throw new InvalidInput(
                    quantity.kind().title() + ": no " + (quantity.part().isEmpty() ? "layer" : "part") + " expected, "
                            + Node.quoted(quantity.part().isEmpty() ? quantity.layer() : quantity.part()) + " found");
        }
    }

    private static ObservedArray outputs(Case scenario, LayerSpec layer) {
        int time = scenario.input().time();
        for (LayerSpec earlier : scenario.network().layers()) {
            time = earlier instanceof LastStepSpec ? 1 : time;
            if (earlier.name().equals(layer.name())) {
                break;
            }
        }
        return sequence(time, scenario.input().batch(), layer.outputs());
    }

    private static ObservedArray sequence(int time, int batch, int features) {
        return new ObservedArray(
                List.of(time, batch, features),
                List.of(
                        Axis.counted(Axis.TIME, time),
                        Axis.counted(Axis.BATCH, batch),
                        Axis.counted(Axis.UNIT, features)));
    }

    private static ObservedArray state(Case scenario, Quantity quantity, boolean cell) {
        if (!(layer(scenario, quantity) instanceof RecurrentSpec layer) || (cell && !layer.hasCell())) {
            throw new InvalidInput(quantity.kind().title() + ": a layer with " + (cell ? "a cell" : "a state")
                    + " expected, " + Node.quoted(quantity.layer()) + " found");
        }
        int batch = scenario.input().batch();
        return new ObservedArray(
                List.of(batch, layer.units()),
                List.of(Axis.counted(Axis.BATCH, batch), Axis.counted(Axis.UNIT, layer.units())));
    }

    private static ObservedArray parameter(Case scenario, Quantity quantity) {
        LayerSpec layer = scenario.network().layer(quantity.layer());
        List<String> slots = quantity.kind() == Quantity.Kind.OPTIMIZER_STATE
                ? scenario.training().orElseThrow().optimizer().slots()
                : List.of();
        return layer.parameters().stream()
                .map(spec -> named(spec, quantity, slots))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new InvalidInput(quantity.kind().title() + " of " + layer.title()
                        + ": the symbol of a parameter" + (slots.isEmpty() ? "" : ", a point and one of " + slots)
                        + " expected, " + Node.quoted(quantity.part()) + " found"));
    }

    private static Optional<ObservedArray> named(ParameterSpec spec, Quantity quantity, List<String> slots) {
        String symbol = spec.parameter().symbol();
        boolean same = quantity.kind() == Quantity.Kind.OPTIMIZER_STATE
                ? slots.stream().anyMatch(slot -> quantity.part().equals(symbol + "." + slot))
                : quantity.part().equals(symbol);
        return same
                ? Optional.of(new ObservedArray(List.of(spec.rows(), spec.columns()), spec.axes()))
                : Optional.empty();
    }
}
