package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Start;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Optimizers as features write them: {@code Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 0.01}, in Deeplearning4j's dialect
 * unless {@code as published} stands behind the name. Every hyperparameter must be given.
 */
final class OptimizerText {
    /** The shape of an {@code {optimizer}}: names and dialects that do not exist match too, to be refused by name. */
    static final String PATTERN =
            "(?:[a-z][a-z-]* )?[A-Z]\\w*(?: [^=,]+)? with " + "[αβρμε]\\d? = [^ ,]+(?:, [αβρμε]\\d? = [^ ,]+)*";

    private static final List<String> NAMES =
            List.of("Sgd", "Nesterov", "look-ahead RmsProp", "RmsProp", "AdaGrad", "Adam");
    private static final List<String> DIALECTS = List.of(
            "", "as published", "with ε inside the root", "with ε outside the root", "with ε added to the quotient");
    private static final Pattern PARTS =
            Pattern.compile("((?:[a-z][a-z-]* )?[A-Z]\\w*)( [^=,]+)? with ([αβρμε]\\d? = .+)");

    private OptimizerText() {}

    /** @throws InvalidInput if a hyperparameter is missing, superfluous or out of range */
    static OptimizerSpec parse(String text) {
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput(
                    "optimizer: a form like \"Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 1e-8\" expected, \"" + text
                            + "\" found");
        }
        String name = matcher.group(1);
        String dialect = matcher.group(2) == null ? "" : matcher.group(2).strip();
        if (!NAMES.contains(name)) {
            throw new InvalidInput(
                    "optimizer: one of " + String.join(", ", NAMES) + " expected, \"" + name + "\" found");
        }
        if (!DIALECTS.contains(dialect)) {
            throw new InvalidInput("dialect of " + name + ": one of "
                    + String.join(", ", DIALECTS.subList(1, DIALECTS.size())) + " expected, \"" + dialect + "\" found");
        }
        Map<String, Double> given = new LinkedHashMap<>();
        for (String part : matcher.group(3).split(", ")) {
            String[] sides = part.split(" = ");
            if (given.put(sides[0], Numbers.parse(sides[0] + " of " + name, sides[1])) != null) {
                throw new InvalidInput(sides[0] + " of " + name + ": one value expected, two found");
            }
        }
        boolean published = dialect.equals("as published");
        Epsilon placement = placement(dialect);
        boolean placed = dialect.contains("ε");
        Start start = published || placed ? Start.ZERO : Start.EPSILON;
        boolean withoutEpsilon = name.equals("Sgd") || name.equals("Nesterov");
        if (placed && (withoutEpsilon || name.equals("Adam") && placement != Epsilon.INSIDE_ROOT)) {
            throw new InvalidInput("dialect of " + name + ": "
                    + (withoutEpsilon ? "none with ε" : "none, as published or with ε inside the root")
                    + " expected, \""
                    + dialect + "\" found");
        }
        return switch (name) {
            case "Sgd" -> {
                expect(name, given, "α");
                yield new OptimizerSpec.Sgd(given.get("α"));
            }
            case "Nesterov" -> {
                expect(name, given, "α", "μ");
                yield new Nesterov(
                        given.get("α"),
                        given.get("μ"),
                        published ? Nesterov.Form.LOOK_AHEAD : Nesterov.Form.REFORMULATED);
            }
            case "RmsProp" -> {
                expect(name, given, "α", "ρ", "ε");
                yield new RmsProp(given.get("α"), given.get("ρ"), given.get("ε"), placement, start);
            }
            case "look-ahead RmsProp" -> {
                expect(name, given, "α", "ρ", "μ", "ε");
                yield new LookAheadRmsProp(given.get("α"), given.get("ρ"), given.get("μ"), given.get("ε"), placement);
            }
            case "AdaGrad" -> {
                expect(name, given, "α", "ε");
                yield new AdaGrad(given.get("α"), given.get("ε"), placement, start);
            }
            default -> {
                expect(name, given, "α", "β1", "β2", "ε");
                Adam.Form form =
                        placed ? Adam.Form.INSIDE_ROOT : published ? Adam.Form.ALGORITHM_1 : Adam.Form.REORDERED;
                yield new Adam(given.get("α"), given.get("β1"), given.get("β2"), given.get("ε"), form);
            }
        };
    }

    private static Epsilon placement(String dialect) {
        return switch (dialect) {
            case "with ε inside the root" -> Epsilon.INSIDE_ROOT;
            case "with ε added to the quotient" -> Epsilon.ADDED_TO_QUOTIENT;
            default -> Epsilon.OUTSIDE_ROOT;
        };
    }

    private static void expect(String name, Map<String, Double> given, String... names) {
        if (!given.keySet().equals(new java.util.LinkedHashSet<>(List.of(names)))) {
            throw new InvalidInput(
                    "hyperparameters of " + name + ": " + List.of(names) + " expected, " + given.keySet() + " found");
        }
    }
}
