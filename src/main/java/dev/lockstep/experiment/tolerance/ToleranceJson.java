package dev.lockstep.experiment.tolerance;

import dev.lockstep.definition.bound.RoundingBounds.Method;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code tolerance.json}: what an experiment showed, and by which law its cases were drawn. */
public final class ToleranceJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();
    private static final int SHOWN = 100;

    private ToleranceJson() {}

    /** The result as JSON text. */
    public static String of(ToleranceResult result, List<CostGrowth> growth) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("cases", result.trials().size());
        json.put("seed", result.seed());
        json.put("violations", result.violations().size());
        number(json, "medianBoundOverError", result.medianBoundOverError());
        number(json, "noticedForgetBias1e12", result.noticedForgetBias());
        number(json, "noticedWeight1e10", result.noticedWeight());
        json.put("noEffect", result.withoutEffect());
        json.put(
                "large",
                result.trials().stream().filter(trial -> trial.draw().isLarge()).count());
        ObjectNode detection = json.putObject("detection");
        detection.put("cases", result.planted());
        number(detection, "surelyNoticedForgetBias1e12", result.share(TrialResult::bias, Detection::surely));
        number(detection, "surelyNoticedWeight1e10", result.share(TrialResult::weight, Detection::surely));
        ArrayNode missed = detection.putArray("missed");
        result.trials().forEach(trial -> {
            missed(missed, trial, "forget bias", trial.bias());
            missed(missed, trial, "weight", trial.weight());
        });
        ArrayNode law = json.putArray("law");
        SamplingLaw.TEXT.forEach(law::add);
        ArrayNode methods = json.putArray("methods");
        for (Method method : Method.values()) {
            method(methods.addObject(), result, method);
        }
        ArrayNode table = json.putArray("table");
        ToleranceTable.rows(result).forEach(row -> row(table.addObject(), row));
        ArrayNode costs = json.putArray("growth");
        growth.forEach(cost -> costs.addObject()
                .put("along", cost.along())
                .put("T", cost.time())
                .put("H", cost.units())
                .put("B", cost.batch())
                .put("method", cost.method().title())
                .put("operations", cost.operations())
                .put("boundMs", cost.boundMilliseconds())
                .put("refereeMs", cost.exactMilliseconds()));
        ArrayNode worst = json.putArray("firstViolations");
        result.violations().stream()
                .limit(SHOWN)
                .forEach(violation -> worst.addObject()
                        .put("case", violation.number())
                        .put("implementation", violation.implementation())
                        .put("where", violation.where())
                        .put("error", violation.error())
                        .put("bound", violation.bound())
                        .put("method", violation.method().title()));
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void missed(ArrayNode missed, TrialResult trial, String fault, Optional<Detection> found) {
        found.filter(detection -> !detection.noticed())
                .ifPresent(detection -> missed.addObject()
                        .put("case", trial.draw().number())
                        .put("fault", fault)
                        .put("family", trial.draw().family().title())
                        .put("sizes", trial.draw().sizes())
                        .put("scale", trial.draw().scale())
                        .put("method", trial.method().title())
                        .put("withoutEffect", detection.withoutEffect())
                        .put("closest", detection.where())
                        .put("ratio", detection.ratio()));
    }

    private static void method(ObjectNode json, ToleranceResult result, Method method) {
        Predicate<Closeness> by = close -> close.method() == method;
        json.put("method", method.title());
        json.put(
                "cases",
                result.trials().stream()
                        .filter(trial -> trial.method() == method)
                        .count());
        json.put(
                "violations",
                result.violations().stream()
                        .filter(violation -> violation.method() == method)
                        .count());
        number(json, "medianBoundOverError", result.medianBoundOverError(trial -> true, by));
    }

    private static void row(ObjectNode json, ToleranceTable.Row row) {
        json.put("layer", row.family().title());
        json.put("size", row.size().title());
        json.put("implementation", row.implementation());
        json.put("part", row.training() ? "optimizer steps" : "forward and backward");
        json.put("method", row.method().title());
        json.put("cases", row.cases());
        json.put("numbers", row.numbers());
        json.put("idle", row.idle());
        number(json, "medianBoundOverError", row.medianBoundOverError());
        number(json, "medianErrorOverBound", row.medianGreatest());
        number(json, "maxErrorOverBound", row.greatest());
        number(json, "boundMs", row.boundMilliseconds());
        number(json, "refereeMs", row.exactMilliseconds());
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.put(name, value);
        } else {
            json.putNull(name);
        }
    }
}
