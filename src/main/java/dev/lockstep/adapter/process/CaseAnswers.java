package dev.lockstep.adapter.process;

import dev.lockstep.caseformat.CaseReader;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.port.Framework;
import dev.lockstep.port.Support;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A worker in Java: the other end of {@link ProcessFramework}. What its framework throws is an answer, too, and the next case is
 * computed as if nothing had been.
 */
public final class CaseAnswers {
    private static final int LONGEST = 900;

    private final Framework framework;

    /** @param framework that computes the cases */
    public CaseAnswers(Framework framework) {
        this.framework = framework;
    }

    /** The line that says whether it can work here. */
    public String probe() {
        Support available = framework.available();
        Map<String, String> texts = new LinkedHashMap<>();
        if (available.yes()) {
            texts.put("framework", framework.title());
            texts.put("version", framework.version());
        } else {
            texts.put("unavailable", available.because());
        }
        return CaseWriter.texts(texts);
    }

    /**
     * Answers every line with one line, until there are no more.
     *
     * @throws IOException if a stream fails
     */
    public void run(InputStream cases, OutputStream answers) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(cases, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            answers.write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
            answers.flush();
        }
    }

    private String answer(String line) {
        Case scenario;
        try {
            scenario = CaseReader.read(line.getBytes(StandardCharsets.UTF_8)).scenario();
        } catch (InvalidInput refusal) {
            return failed("was given what is no case: ", refusal.getMessage());
        }
        try {
            Support support = framework.supports(scenario);
            return support.yes()
                    ? CaseWriter.answer(scenario, framework.observe(scenario))
                    : CaseWriter.unsupported(oneLine(support.because()));
        } catch (InvalidInput refusal) {
            return failed("cannot be used: ", refusal.getMessage());
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
            return failed("threw: ", thrown.toString());
        }
    }

    private static String failed(String what, String how) {
        return CaseWriter.failed(oneLine(what + how));
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }
}
