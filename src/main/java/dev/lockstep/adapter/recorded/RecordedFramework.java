package dev.lockstep.adapter.recorded;

import dev.lockstep.caseformat.CaseFile;
import dev.lockstep.caseformat.CaseWriter;
import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Observations;
import dev.lockstep.model.Precision;
import dev.lockstep.model.Quantity;
import dev.lockstep.port.Framework;
import dev.lockstep.port.FrameworkLike;
import dev.lockstep.port.Support;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A recording: it knows one case, and answers with what a framework once computed for it. */
public final class RecordedFramework implements Framework {
    private static final String RECORDED = ", recorded";

    private final Observations observations;
    private final Set<Quantity.Kind> kinds;
    private final Map<String, String> parts;
    private final String title;
    private final String version;
    private final boolean inDoubles;
    private final Function<Precision, Accuracy> accuracy;

    /**
     * A recording by a framework of whose functions nothing is known.
     *
     * @throws InvalidInput if the file holds no observations
     */
    public RecordedFramework(CaseFile file) {
        this(file, Accuracy.ANY::in);
    }

    /**
     * A recording by a framework whose functions are known.
     *
     * @param accuracy of that framework, where it computes in each precision
     * @throws InvalidInput if the file holds no observations
     */
    public RecordedFramework(CaseFile file, Function<Precision, Accuracy> accuracy) {
        this.accuracy = accuracy;
        observations =
                file.observations().orElseThrow(() -> new InvalidInput("recording: observations expected, none found"));
        kinds = observations.quantities().stream().map(Quantity::kind).collect(Collectors.toSet());
        parts = CaseWriter.parts(file.scenario());
        title = file.provenance().map(provenance -> provenance.framework()).orElse("the recording");
        version = file.provenance()
                .map(provenance -> provenance.version() + RECORDED)
                .orElse("");
        inDoubles = file.provenance()
                .filter(provenance -> provenance.dtype().equals("float64"))
                .isPresent();
    }

    @Override
    public String id() {
        return "recorded";
    }

    @Override
    public String title() {
        return title;
    }

    /** The version of the framework that was recorded: {@code 1.13.0, recorded}. */
    @Override
    public String version() {
        return version;
    }

    /**
     * This recording as it is called beside another framework: {@code PyTorch, recorded} beside PyTorch itself, so that a message
     * tells one from the other.
     */
    public Framework beside(Framework live) {
        if (!title.equals(live.title())) {
            return this;
        }
        return new FrameworkLike(this) {
            @Override
            public String title() {
                return title + RECORDED;
            }

            @Override
            public String version() {
                return version.replace(RECORDED, "");
            }
        };
    }

    @Override
    public Accuracy accuracy() {
        return accuracy(Precision.DOUBLE);
    }

    /** Of cases in single precision that of doubles, where the recording says that it was made in them. */
    @Override
    public Accuracy accuracy(Precision precision) {
        return accuracy.apply(inDoubles ? Precision.DOUBLE : precision);
    }

    /** Yes to the recorded case alone, the same bit for bit, whatever it is called. */
    @Override
    public Support supports(Case scenario) {
        Map<String, String> asked = CaseWriter.parts(scenario);
        for (Map.Entry<String, String> part : parts.entrySet()) {
            if (!asked.get(part.getKey()).equals(part.getValue())) {
                return Support.no("it was recorded with other " + part.getKey());
            }
        }
        for (Quantity.Kind kind : scenario.observed()) {
            if (!kinds.contains(kind)) {
                return Support.no("it was recorded without " + kind.title());
            }
        }
        return Support.YES;
    }

    @Override
    public Observations observe(Case scenario) {
        Observations.Builder asked = Observations.builder();
        for (Quantity quantity : observations.quantities()) {
            if (scenario.observed().contains(quantity.kind())) {
                asked.put(quantity, observations.get(quantity));
            }
        }
        return asked.build();
    }
}
