package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.OptimizerSpec;
import dev.lockstep.model.OptimizerSpec.AdaBelief;
import dev.lockstep.model.OptimizerSpec.AdaDelta;
import dev.lockstep.model.OptimizerSpec.AdaGrad;
import dev.lockstep.model.OptimizerSpec.AdaMax;
import dev.lockstep.model.OptimizerSpec.Adam;
import dev.lockstep.model.OptimizerSpec.AmsGrad;
import dev.lockstep.model.OptimizerSpec.Epsilon;
import dev.lockstep.model.OptimizerSpec.LookAheadRmsProp;
import dev.lockstep.model.OptimizerSpec.Nadam;
import dev.lockstep.model.OptimizerSpec.Nesterov;
import dev.lockstep.model.OptimizerSpec.RmsProp;
import dev.lockstep.model.OptimizerSpec.Start;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
            "NoOp|(?:[a-z][a-z-]* )?[A-Z]\\w*(?: [^=,]+)? with " + "[αβρμε]\\d? = [^ ,]+(?:, [αβρμε]\\d? = [^ ,]+)*";

    private static final String PUBLISHED = "as published";
    private static final String PYTORCH = "as in PyTorch";
    private static final String KERAS = "as in Keras";
    private static final String INSIDE = "with ε inside the root";
    private static final String OUTSIDE = "with ε outside the root";
    private static final String ADDED = "with ε added to the quotient";

    /** The dialects of each name but for Deeplearning4j's, in which nothing is said. */
    private static final Map<String, List<String>> DIALECTS = new LinkedHashMap<>();

    static {
        DIALECTS.put("Sgd", List.of(PUBLISHED));
        DIALECTS.put("NoOp", List.of());
        DIALECTS.put("Nesterov", List.of(PUBLISHED));
        DIALECTS.put("look-ahead RmsProp", List.of(PUBLISHED, INSIDE, OUTSIDE, ADDED));
        DIALECTS.put("RmsProp", List.of(PUBLISHED, PYTORCH, INSIDE, OUTSIDE, ADDED));
        DIALECTS.put("AdaGrad", List.of(PUBLISHED, PYTORCH, INSIDE, OUTSIDE, ADDED));
        DIALECTS.put("Adam", List.of(PUBLISHED, PYTORCH, KERAS, INSIDE));
        DIALECTS.put("AMSGrad", List.of(PUBLISHED, PYTORCH, KERAS));
        DIALECTS.put("AdaMax", List.of(PUBLISHED, PYTORCH, KERAS));
        DIALECTS.put("Nadam", List.of(PUBLISHED, PYTORCH, KERAS));
        DIALECTS.put("AdaDelta", List.of(PUBLISHED, PYTORCH));
        DIALECTS.put("AdaBelief", List.of(PUBLISHED));
    }

    private static final Pattern PARTS =
            Pattern.compile("((?:[a-z][a-z-]* )?[A-Z]\\w*)( [^=,]+)? with ([αβρμε]\\d? = .+)");

    private OptimizerText() {}

    /** @throws InvalidInput if a hyperparameter is missing, superfluous or out of range */
    static OptimizerSpec parse(String text) {
        if (text.equals("NoOp")) {
            return new OptimizerSpec.NoOp();
        }
        Matcher matcher = PARTS.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidInput(
                    "optimizer: a form like \"Adam with α = 0.1, β1 = 0.9, β2 = 0.999, ε = 1e-8\" expected, \"" + text
                            + "\" found");
        }
        String name = matcher.group(1);
        String dialect = matcher.group(2) == null ? "" : matcher.group(2).strip();
        List<String> dialects = DIALECTS.get(name);
        if (dialects == null) {
            throw new InvalidInput(
                    "optimizer: one of " + String.join(", ", DIALECTS.keySet()) + " expected, \"" + name + "\" found");
        }
        if (!dialect.isEmpty() && !dialects.contains(dialect)) {
            throw new InvalidInput("dialect of " + name + ": "
                    + (dialects.isEmpty() ? "none" : "none or one of " + String.join(", ", dialects)) + " expected, \""
                    + dialect + "\" found");
        }
        Map<String, Double> given = new LinkedHashMap<>();
        for (String part : matcher.group(3).split(", ")) {
            String[] sides = part.split(" = ");
            if (given.put(sides[0], Numbers.parse(sides[0] + " of " + name, sides[1])) != null) {
                throw new InvalidInput(sides[0] + " of " + name + ": one value expected, two found");
            }
        }
        expect(name, given, hyperparameters(name, dialect));
        return spec(name, dialect, given);
    }

    private static List<String> hyperparameters(String name, String dialect) {
        return switch (name) {
            case "NoOp" -> List.of();
            case "Sgd" -> List.of("α");
            case "Nesterov" -> List.of("α", "μ");
            case "RmsProp" -> List.of("α", "ρ", "ε");
            case "look-ahead RmsProp" -> List.of("α", "ρ", "μ", "ε");
            case "AdaGrad" -> List.of("α", "ε");
            case "AdaDelta" -> dialect.equals(PYTORCH) ? List.of("α", "ρ", "ε") : List.of("ρ", "ε");
            case "AdaMax" -> dialect.equals(PUBLISHED) ? List.of("α", "β1", "β2") : List.of("α", "β1", "β2", "ε");
            default -> List.of("α", "β1", "β2", "ε");
        };
    }

    private static OptimizerSpec spec(String name, String dialect, Map<String, Double> given) {
        double alpha = given.getOrDefault("α", 1.0);
        double rho = given.getOrDefault("ρ", 0.0);
        double mu = given.getOrDefault("μ", 0.0);
        double beta1 = given.getOrDefault("β1", 0.0);
        double beta2 = given.getOrDefault("β2", 0.0);
        double epsilon = given.getOrDefault("ε", 0.0);
        Epsilon placement = placement(dialect);
        Start start = dialect.isEmpty() ? Start.EPSILON : Start.ZERO;
        return switch (name) {
            case "Sgd" -> new OptimizerSpec.Sgd(alpha);
            case "Nesterov" ->
                new Nesterov(
                        alpha, mu, dialect.equals(PUBLISHED) ? Nesterov.Form.LOOK_AHEAD : Nesterov.Form.REFORMULATED);
            case "RmsProp" -> new RmsProp(alpha, rho, epsilon, placement, start);
            case "look-ahead RmsProp" -> new LookAheadRmsProp(alpha, rho, mu, epsilon, placement);
            case "AdaGrad" -> new AdaGrad(alpha, epsilon, placement, start);
            case "AMSGrad" -> new AmsGrad(alpha, beta1, beta2, epsilon, amsGrad(dialect));
            case "AdaMax" -> new AdaMax(alpha, beta1, beta2, epsilon, adaMax(dialect));
            case "Nadam" -> new Nadam(alpha, beta1, beta2, epsilon, nadam(dialect));
            case "AdaDelta" -> new AdaDelta(alpha, rho, epsilon);
            case "AdaBelief" ->
                new AdaBelief(
                        alpha,
                        beta1,
                        beta2,
                        epsilon,
                        dialect.isEmpty() ? AdaBelief.Form.REORDERED : AdaBelief.Form.ALGORITHM_2);
            default -> new Adam(alpha, beta1, beta2, epsilon, adam(dialect));
        };
    }

    private static Adam.Form adam(String dialect) {
        return switch (dialect) {
            case PUBLISHED, PYTORCH -> Adam.Form.ALGORITHM_1;
            case INSIDE -> Adam.Form.INSIDE_ROOT;
            default -> Adam.Form.REORDERED;
        };
    }

    private static AmsGrad.Form amsGrad(String dialect) {
        return switch (dialect) {
            case PUBLISHED -> AmsGrad.Form.UNCORRECTED;
            case PYTORCH -> AmsGrad.Form.ALGORITHM_1;
            default -> AmsGrad.Form.REORDERED;
        };
    }

    private static AdaMax.Form adaMax(String dialect) {
        return switch (dialect) {
            case PUBLISHED -> AdaMax.Form.PUBLISHED;
            case PYTORCH -> AdaMax.Form.BESIDE_GRADIENT;
            case KERAS -> AdaMax.Form.BESIDE_GREATEST;
            default -> AdaMax.Form.TINY;
        };
    }

    private static Nadam.Form nadam(String dialect) {
        return switch (dialect) {
            case PUBLISHED -> Nadam.Form.CONSTANT_MOMENTUM;
            case PYTORCH, KERAS -> Nadam.Form.GROWING_MOMENTUM;
            default -> Nadam.Form.UNCORRECTED_SQUARES;
        };
    }

    private static Epsilon placement(String dialect) {
        return switch (dialect) {
            case INSIDE -> Epsilon.INSIDE_ROOT;
            case ADDED -> Epsilon.ADDED_TO_QUOTIENT;
            default -> Epsilon.OUTSIDE_ROOT;
        };
    }

    private static void expect(String name, Map<String, Double> given, List<String> names) {
        if (!given.keySet().equals(new LinkedHashSet<>(names))) {
            throw new InvalidInput(
                    "hyperparameters of " + name + ": " + names + " expected, " + given.keySet() + " found");
        }
    }
}
