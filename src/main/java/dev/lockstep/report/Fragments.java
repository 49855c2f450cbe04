package dev.lockstep.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Template;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parts of a page that look the same in whatever detail, rendered once: a page is rendered again in less detail until it
 * is small enough, and most of it is these.
 */
final class Fragments {
    private final Template row = HtmlReport.template("quantity.html.ftlh");
    private final Template heatMap = HtmlReport.template("heat.html.ftlh");
    private final Map<QuantityResult, TemplateModel> rows = new IdentityHashMap<>();
    private final Map<QuantityResult, TemplateModel> heatMaps = new IdentityHashMap<>();

    /** The row of a quantity in the table of its scenario. */
    TemplateModel row(QuantityResult quantity) {
        return rows.computeIfAbsent(quantity, key -> rendered(row, texts(key)));
    }

    /** The heat map of a quantity that has one. */
    TemplateModel heatMap(QuantityResult quantity) {
        return heatMaps.computeIfAbsent(
                quantity,
                key -> rendered(
                        heatMap,
                        HeatMapDrawing.of(
                                Page.shortened(key.quantity()), key.heatMap().orElseThrow())));
    }

    private static TemplateModel rendered(Template template, Map<String, Object> model) {
        try {
            return HTMLOutputFormat.INSTANCE.fromMarkup(HtmlReport.render(template, model));
        } catch (TemplateModelException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> texts(QuantityResult quantity) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("quantity", Page.shortened(quantity.quantity()));
        entry.put("steps", quantity.steps());
        entry.put("between", Page.shortened(quantity.a() + " – " + quantity.b()));
        entry.put("numbers", NumberText.count(quantity.elements()));
        entry.put("beyond", NumberText.count(quantity.beyond()));
        entry.put("agrees", quantity.agrees());
        entry.put("ulps", NumberText.ulps(quantity.maxUlp()));
        entry.put("difference", NumberText.scientific(quantity.maxAbs()));
        entry.put("bound", NumberText.scientific(quantity.bound()));
        entry.put("source", Page.shortened(quantity.boundSource()));
        entry.put("explicit", quantity.explicit());
        entry.put("headroom", NumberText.headroom(quantity.headroom()));
        entry.put("share", NumberText.share(quantity.usedShare()));
        entry.put("bar", Page.bar(quantity.usedShare()));
        entry.put(
                "first",
                quantity.first()
                        .map(first -> first.where() + ": " + NumberText.exact(first.valueA()) + " against "
                                + NumberText.exact(first.valueB()))
                        .orElse(""));
        return entry;
    }
}
