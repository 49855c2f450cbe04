package dev.lockstep.caseformat;

import dev.lockstep.model.Axis;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Quantity;
import dev.lockstep.model.Quantity.Kind;
import dev.lockstep.model.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a framework computed for a case. */
final class ObservationsReader {
    private static final Set<Kind> SEQUENCES = Set.of(Kind.OUTPUTS, Kind.STREAMED, Kind.INPUT_GRADIENT);
    private static final List<Kind> FOREIGN = List.of(Kind.GRADIENT, Kind.PARAMETER, Kind.OPTIMIZER_STATE);

    private final Case scenario;
    private final Optional<ForeignWeights> weights;
    private final Observations.Builder observations = Observations.builder();
    private final Set<Quantity> seen = new HashSet<>();

    private ObservationsReader(Case scenario, Optional<ForeignWeights> weights) {
        this.scenario = scenario;
        this.weights = weights;
    }

    /**
     * Reads a list of observations.
     *
     * @param weights of the case, if they are in a layout, whose names observations may use too
     */
    static Observations read(Node node, Case scenario, Optional<ForeignWeights> weights) {
        ObservationsReader reader = new ObservationsReader(scenario, weights);
        for (Node element : node.list()) {
            if (element.optional(ForeignWeights.LAYOUT).isPresent()) {
                reader.foreign(element);
            } else {
                reader.own(element);
            }
        }
        return reader.observations.build();
    }

    private void own(Node element) {
        Kind kind = element.field("kind").choice(Kind.class);
        if (SEQUENCES.contains(kind)) {
            element.onlyArray("kind", "layer", "part", "step", "axes");
        } else {
            element.onlyArray("kind", "layer", "part", "step");
        }
        Quantity quantity = new Quantity(
                kind,
                element.optional("layer").map(Node::text).orElse(""),
                element.optional("part").map(Node::text).orElse(""),
                step(element));
        ObservedArray array = expected(element, quantity);
        double[] values = SEQUENCES.contains(kind)
                ? SequenceArray.of(element).values(array.shape())
                : element.valuesBesideOtherFields(array.shape());
        observations.put(quantity, new Tensor(array.axes(), values));
    }

    private void foreign(Node element) {
        Kind kind = element.field("kind").choice(FOREIGN, Words::of);
        if (kind == Kind.OPTIMIZER_STATE) {
            element.onlyArray("kind", ForeignWeights.LAYOUT, "name", "part", "step");
        } else {
            element.onlyArray("kind", ForeignWeights.LAYOUT, "name", "step");
        }
        Node layout = element.field(ForeignWeights.LAYOUT);
        ForeignWeights names = weights.filter(foreign -> foreign.word().equals(layout.text()))
                .orElseThrow(() ->
                        layout.refusal(weights.map(foreign -> "the layout of the weights, " + foreign.word() + ",")
                                .orElse("no layout, as the weights have none,")));
        String slot = kind == Kind.OPTIMIZER_STATE ? "." + slot(element.field("part")) : "";
        int step = step(element);
        names.parts(element).forEach((key, matrix) -> {
            Quantity quantity = new Quantity(kind, key.layer(), key.parameter().symbol() + slot, step);
            List<Axis> axes = expected(element, quantity).axes();
            observations.put(quantity, new Tensor(axes, matrix.toArray()));
        });
    }

    private String slot(Node part) {
        List<String> slots = scenario.training()
                .map(training -> training.optimizer().slots())
                .orElse(List.of());
        if (slots.isEmpty()) {
            throw part.refusal("an optimizer that keeps state");
        }
        return part.choice(slots, slot -> slot);
    }

    private static int step(Node element) {
        return element.optional("step")
                .map(step -> step.whole(0, Integer.MAX_VALUE))
                .orElse(0);
    }

    private ObservedArray expected(Node element, Quantity quantity) {
        ObservedArray array = element.built(() -> ObservedArray.of(scenario, quantity));
        if (!seen.add(quantity)) {
            throw new InvalidInput(element.path() + ": every quantity once expected, " + quantity + " found again");
        }
        return array;
    }
}
