package dev.lockstep.caseformat;

import dev.lockstep.model.GradientClip;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Regularisation;
import dev.lockstep.model.Schedule;
import java.util.List;
import java.util.TreeMap;

/** What an optimizer step does: the optimizer, its rate, the clip, regularisation. */
final class UpdateReader {
    private static final List<String> OPTIMIZERS = List.of(
            "Sgd",
            "NoOp",
            "Nesterov",
            "RmsProp",
            "LookAheadRmsProp",
            "AdaGrad",
            "Adam",
            "AmsGrad",
            "AdaMax",
            "Nadam",
            "AdaDelta",
            "AdaBelief");

    private static final List<String> SCHEDULES =
            List.of("Fixed", "Step", "Exponential", "Inverse", "Poly", "Sigmoid", "Table", "Cycle");

    private UpdateReader() {}

    static OptimizerSpec optimizer(Node node) {
        String kind = node.field("kind").choice(OPTIMIZERS, word -> word);
        return node.built(() -> optimizer(kind, node));
    }

    private static OptimizerSpec optimizer(String kind, Node node) {
        switch (kind) {
            case "Sgd":
                node.only("kind", "rate");
                return new OptimizerSpec.Sgd(number(node, "rate"));
            case "NoOp":
                node.only("kind");
                return new OptimizerSpec.NoOp();
            case "Nesterov":
                node.only("kind", "rate", "momentum", "form");
                return new OptimizerSpec.Nesterov(
                        number(node, "rate"),
                        number(node, "momentum"),
                        node.field("form").choice(OptimizerSpec.Nesterov.Form.class));
            case "RmsProp":
                node.only("kind", "rate", "decay", "epsilon", "placement", "start");
                return new OptimizerSpec.RmsProp(
                        number(node, "rate"),
                        number(node, "decay"),
                        number(node, "epsilon"),
                        node.field("placement").choice(OptimizerSpec.Epsilon.class),
                        node.field("start").choice(OptimizerSpec.Start.class));
            case "LookAheadRmsProp":
                node.only("kind", "rate", "decay", "momentum", "epsilon", "placement");
                return new OptimizerSpec.LookAheadRmsProp(
                        number(node, "rate"),
                        number(node, "decay"),
                        number(node, "momentum"),
                        number(node, "epsilon"),
                        node.field("placement").choice(OptimizerSpec.Epsilon.class));
            case "AdaGrad":
                node.only("kind", "rate", "epsilon", "placement", "start");
                return new OptimizerSpec.AdaGrad(
                        number(node, "rate"),
                        number(node, "epsilon"),
                        node.field("placement").choice(OptimizerSpec.Epsilon.class),
                        node.field("start").choice(OptimizerSpec.Start.class));
            case "AdaDelta":
                node.only("kind", "rate", "decay", "epsilon");
                return new OptimizerSpec.AdaDelta(number(node, "rate"), number(node, "decay"), number(node, "epsilon"));
            default:
                node.only("kind", "rate", "beta1", "beta2", "epsilon", "form");
                return moments(
                        kind,
                        node,
                        number(node, "rate"),
                        number(node, "beta1"),
                        number(node, "beta2"),
                        number(node, "epsilon"));
        }
    }

    private static OptimizerSpec moments(
            String kind, Node node, double rate, double beta1, double beta2, double epsilon) {
        Node form = node.field("form");
        return switch (kind) {
            case "AmsGrad" ->
                new OptimizerSpec.AmsGrad(rate, beta1, beta2, epsilon, form.choice(OptimizerSpec.AmsGrad.Form.class));
            case "AdaMax" ->
                new OptimizerSpec.AdaMax(rate, beta1, beta2, epsilon, form.choice(OptimizerSpec.AdaMax.Form.class));
            case "Nadam" ->
                new OptimizerSpec.Nadam(rate, beta1, beta2, epsilon, form.choice(OptimizerSpec.Nadam.Form.class));
            case "AdaBelief" ->
                new OptimizerSpec.AdaBelief(
                        rate, beta1, beta2, epsilon, form.choice(OptimizerSpec.AdaBelief.Form.class));
            default -> new OptimizerSpec.Adam(rate, beta1, beta2, epsilon, form.choice(OptimizerSpec.Adam.Form.class));
        };
    }

    static Pace pace(Node node) {
        node.only("every", "schedule");
        int every = node.optional("every").map(UpdateReader::whole).orElse(1);
        Node schedule = node.field("schedule");
        return node.built(() ->
                new Pace(schedule.field("kind").text().equals("Ramp") ? ramp(schedule) : schedule(schedule), every));
    }

    private static Schedule ramp(Node node) {
        node.only("kind", "after", "length");
        return new Schedule.Ramp(schedule(node.field("after")), whole(node.field("length")));
    }

    private static Schedule schedule(Node node) {
        String kind = node.field("kind").choice(SCHEDULES, word -> word);
        return node.built(() -> schedule(kind, node));
    }

    private static Schedule schedule(String kind, Node node) {
        switch (kind) {
            case "Fixed":
                node.only("kind", "rate");
                return new Schedule.Fixed(number(node, "rate"));
            case "Step":
                node.only("kind", "rate", "decay", "length");
                return new Schedule.Step(number(node, "rate"), number(node, "decay"), whole(node.field("length")));
            case "Exponential":
                node.only("kind", "rate", "decay");
                return new Schedule.Exponential(number(node, "rate"), number(node, "decay"));
            case "Inverse":
                node.only("kind", "rate", "decay", "power");
                return new Schedule.Inverse(number(node, "rate"), number(node, "decay"), number(node, "power"));
            case "Poly":
                node.only("kind", "rate", "power", "length", "form");
                return new Schedule.Poly(
                        number(node, "rate"),
                        number(node, "power"),
                        whole(node.field("length")),
                        node.field("form").choice(Schedule.Poly.Form.class));
            case "Sigmoid":
                node.only("kind", "rate", "slope", "middle");
                return new Schedule.Sigmoid(number(node, "rate"), number(node, "slope"), whole(node.field("middle")));
            case "Table":
                node.only("kind", "rates");
                TreeMap<Integer, Double> rates = new TreeMap<>();
                for (Node entry : node.field("rates").list()) {
                    entry.only("from", "rate");
                    int from = entry.field("from").whole(0, Integer.MAX_VALUE);
                    if (rates.put(from, number(entry, "rate")) != null) {
                        throw entry.field("from").refusal("each count once");
                    }
                }
                return new Schedule.Table(rates);
            default:
                node.only("kind", "rate", "peak", "length", "annealing", "decay");
                return new Schedule.Cycle(
                        number(node, "rate"),
                        number(node, "peak"),
                        whole(node.field("length")),
                        node.field("annealing").whole(0, Integer.MAX_VALUE),
                        number(node, "decay"));
        }
    }

    static Regularisation regularisation(Node node) {
        node.only("weights", "biases", "setting");
        return new Regularisation(
                node.optional("weights").map(UpdateReader::rule).orElse(Regularisation.Rule.NONE),
                node.optional("biases").map(UpdateReader::rule).orElse(Regularisation.Rule.NONE),
                node.optional("setting")
                        .map(setting -> setting.choice(Regularisation.Setting.class))
                        .orElse(Regularisation.Setting.EACH_LAYER));
    }

    private static Regularisation.Rule rule(Node node) {
        node.only("l1", "l2", "decay", "decayTimesRate");
        return node.built(() -> new Regularisation.Rule(
                node.optional("l1").map(Node::number).orElse(0.0),
                node.optional("l2").map(Node::number).orElse(0.0),
                node.optional("decay").map(Node::number).orElse(0.0),
                node.optional("decayTimesRate").map(Node::truth).orElse(true)));
    }

    static GradientClip clip(Node node) {
        String kind = node.field("kind")
                .choice(List.of("off", "elementwise", "global norm", "norm", "renormalised"), word -> word);
        if (kind.equals("off")) {
            node.only("kind");
            return GradientClip.NONE;
        }
        if (kind.equals("renormalised")) {
            node.only("kind", "scope");
            return new GradientClip.Renormalised(node.field("scope").choice(GradientClip.Scope.class));
        }
        if (kind.equals("norm")) {
            node.only("kind", "scope", "threshold");
            GradientClip.Scope scope = node.field("scope").choice(GradientClip.Scope.class);
            return node.built(() -> new GradientClip.ScopedNorm(scope, number(node, "threshold")));
        }
        if (kind.equals("elementwise")) {
            node.only("kind", "threshold");
            return node.built(() -> new GradientClip.Elementwise(number(node, "threshold")));
        }
        node.only("kind", "threshold", "epsilon");
        double epsilon = node.optional("epsilon").map(Node::number).orElse(0.0);
        return node.built(() -> new GradientClip.GlobalNorm(number(node, "threshold"), epsilon));
    }

    private static double number(Node node, String field) {
        return node.field(field).number();
    }

    private static int whole(Node node) {
        return node.whole(1, Integer.MAX_VALUE);
    }
}
