package dev.lockstep.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One page that shows a run in any browser, without a network and without other files: the verdict, who agrees with whom,
 * failures first, then every scenario with bounds, headroom and heat maps. Never larger than {@link #MAX_BYTES}: details
 * give way, with a count of what was left out.
 */
public final class HtmlReport {
    /** Bytes of the page at most. */
    public static final int MAX_BYTES = 1_000_000;

    private static final List<PageDetail> DETAILS = List.of(
            new PageDetail(2_000, 200, 10_000, 500, 40_000, 700_000),
            new PageDetail(400, 100, 5_000, 300, 20_000, 600_000),
            new PageDetail(120, 60, 5_000, 200, 12_000, 500_000),
            new PageDetail(60, 30, 3_000, 100, 10_000, 400_000),
            new PageDetail(30, 16, 2_500, 60, 8_000, 300_000),
            new PageDetail(16, 8, 2_000, 50, 6_000, 200_000),
            new PageDetail(8, 3, 2_000, 40, 5_000, 100_000),
            new PageDetail(4, 1, 1_000, 30, 4_000, 50_000),
            new PageDetail(2, 1, 300, 20, 3_000, 20_000),
            new PageDetail(0, 1, 50, 5, 1_000, 0));

    private static final Configuration TEMPLATES = templates();

    private HtmlReport() {}

    /** The page, at most {@link #MAX_BYTES} in UTF-8. */
    public static String of(RunResult run) {
        Fragments fragments = new Fragments();
        int last = DETAILS.size() - 1;
        for (int i = 0; i < last; ) {
            String page = render(new Page(run, DETAILS.get(i), fragments));

            int bytes = bytes(page);
            if (bytes <= MAX_BYTES) {
                return page;
            }
            // One level saves about half of a page, so that far too large a page need not try them all.
            i += Math.max(1, (int) (StrictMath.log((double) bytes / MAX_BYTES) / StrictMath.log(2)));
        }
        String page = render(new Page(run, DETAILS.get(last), fragments));
        if (bytes(page) > MAX_BYTES) {
            throw new IllegalStateException(
                    ReportFolder.HTML + " has " + bytes(page) + " bytes with the least of details");
        }
        return page;
    }

    private static int bytes(String page) {
        return page.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String render(Page page) {
        return render(template("report.html.ftlh"), page.model());
    }

    /** A template of this package's resources. */
    static Template template(String name) {
        try {
            return TEMPLATES.getTemplate(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text that a template makes of a model. */
    static String render(Template template, Map<String, Object> model) {
        StringWriter text = new StringWriter();
        try {
            template.process(model, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static Configuration templates() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(HtmlReport.class, "");
        configuration.setDefaultEncoding("UTF-8");
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("computer");
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        return configuration;
    }
}
