package dev.lockstep.comparison;

import dev.lockstep.model.Accuracy;
import dev.lockstep.model.Case;
import dev.lockstep.model.Observations;
import dev.lockstep.port.Framework;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Two frameworks held against each other on one case: the value that the DSL yields, that Cucumber steps check and that
 * reports show.
 *
 * @param scenario what was computed
 * @param a the framework named first
 * @param b the framework it is held against
 * @param arrays one entry per quantity, in causal order; empty unless the outcome is AGREE, DIVERGE or INCONCLUSIVE
 * @param tolerance the rule
 * @param outcome how it ended
 * @param reason why it is UNSUPPORTED, INCONCLUSIVE, KNOWN_DIVERGENCE, MENDED or ERROR; of DIVERGE, what was known that this is not;
 *     empty otherwise
 * @param tried what {@link Diagnosis} found when it ended in DIVERGE, one sentence each; empty otherwise
 * @param ruling what the {@link Referee} says; asked when it ended in DIVERGE, or by {@link #refereed}
 * @param location where two frameworks that ended in DIVERGE first do, as {@link Localisation} finds it
 */
public record Comparison(
        Case scenario,
        Party a,
        Party b,
        List<ArrayComparison> arrays,
        Tolerance tolerance,
        Outcome outcome,
        String reason,
        List<String> tried,
        Optional<Ruling> ruling,
        Optional<Location> location) {
    /**
     * Who was compared.
     *
     * @param id as on the command line
     * @param title its name in text
     * @param version may be empty
     * @param accuracy of its elementary functions
     */
    public record Party(String id, String title, String version, Accuracy accuracy) {
        /** Someone whose elementary functions are taken to be as accurate as most. */
        public Party(String id, String title, String version) {
            this(id, title, version, Accuracy.ANY);
        }

        /** The party a framework is in double precision. */
        public static Party of(Framework framework) {
            return new Party(framework.id(), framework.title(), framework.version(), framework.accuracy());
        }

        /** The party a framework is where it computes that case. */
        public static Party of(Framework framework, Case scenario) {
            Accuracy accuracy = framework.accuracy(scenario.execution().precision());
            return new Party(framework.id(), framework.title(), framework.version(), accuracy);
        }

        /** Numbers that were written down, not computed. */
        public static Party expected() {
            return new Party("expected", "the expected values", "");
        }

        /** The heading of its column, short: {@code ours}, {@code DL4J}, {@code PyTorch}. */
        public String column() {
            if (id.equals("ours") || id.equals("expected")) {
                return id;
            }
            if (title.length() <= 10) {
                return title;
            }
            // Short ids are abbreviations.
            return id.length() <= 5 ? id.toUpperCase(Locale.ROOT) : id;
        }

        /** Title and version: {@code Deeplearning4j 1.0.0-M2.1}. */
        public String titleAndVersion() {
            return version.isEmpty() ? title : title + " " + version;
        }
    }

    public Comparison {
        arrays = List.copyOf(arrays);
        tried = List.copyOf(tried);
    }

    /** A comparison about which nothing was tried. */
    public Comparison(
            Case scenario,
            Party a,
            Party b,
            List<ArrayComparison> arrays,
            Tolerance tolerance,
            Outcome outcome,
            String reason) {
        this(scenario, a, b, arrays, tolerance, outcome, reason, List.of());
    }

    /** A comparison that nobody was asked about. */
    public Comparison(
            Case scenario,
            Party a,
            Party b,
            List<ArrayComparison> arrays,
            Tolerance tolerance,
            Outcome outcome,
            String reason,
            List<String> tried) {
        this(scenario, a, b, arrays, tolerance, outcome, reason, tried, Optional.empty(), Optional.empty());
    }

    /**
     * Asks both frameworks and holds what they observe against each other.
     *
     * <p>UNSUPPORTED if one cannot compute the case; ERROR if one fails, if a quantity is missing on one side or on both,
     * or if nothing is left to compare; INCONCLUSIVE if everything agrees but could not have told
     * a difference, or if only numbers differ that have no finite bound;
     * otherwise AGREE or DIVERGE. After DIVERGE the conventions of the catalogue are tried.
     *
     * @param a the framework named first
     * @param b the framework it is held against
     * @param scenario what both compute
     * @param tolerance how far apart their numbers may be
     * @throws dev.lockstep.model.InvalidInput if a framework refuses what the case contains
     */
    public static Comparison between(Framework a, Framework b, Case scenario, Tolerance tolerance) {
        return undiagnosed(a, b, scenario, tolerance).diagnosed();
    }

    /**
     * As {@link #between}, but no convention is tried after DIVERGE: for a divergence whose cause may be known.
     *
     * @param a the framework named first
     * @param b the framework it is held against
     * @param scenario what both compute
     * @param tolerance how far apart their numbers may be
     * @throws dev.lockstep.model.InvalidInput if a framework refuses what the case contains
     */
    public static Comparison undiagnosed(Framework a, Framework b, Case scenario, Tolerance tolerance) {
        return new Comparer(scenario, tolerance).compare(a, b);
    }

    /** This comparison with what {@link Diagnosis} finds if it ended in DIVERGE. */
    public Comparison diagnosed() {
        return outcome == Outcome.DIVERGE ? withTried(Diagnosis.of(this).findings()) : this;
    }

    /**
     * Holds observations against expected ones: exactly the quantities of {@code b} are compared, and {@code a} must have
     * them all.
     *
     * @param scenario what was computed
     * @param a whose observations these are
     * @param found what was observed; may hold more
     * @param b whose observations they are held against, {@link Party#expected()} for a table
     * @param expected what it is held against
     * @param tolerance how far apart the numbers may be
     */
    public static Comparison of(
            Case scenario, Party a, Observations found, Party b, Observations expected, Tolerance tolerance) {
        return new Comparer(scenario, tolerance).compare(a, found, b, expected);
    }

    /**
     * The comparison that cannot be made because a framework does not take part.
     *
     * @param because why not, a clause that follows "because"
     */
    public static Comparison unsupported(Case scenario, Framework a, Framework b, Tolerance tolerance, String because) {
        return new Comparison(scenario, Party.of(a), Party.of(b), List.of(), tolerance, Outcome.UNSUPPORTED, because);
    }

    /** The same comparison, judged by someone who knows more. */
    public Comparison as(Outcome judged, String because) {
        return new Comparison(scenario, a, b, arrays, tolerance, judged, because, tried, ruling, location);
    }

    /** Number of entries compared, over all quantities. */
    public long elements() {
        return arrays.stream().mapToLong(ArrayComparison::elements).sum();
    }

    /** Number of entries beyond their bound, over all quantities. */
    public long beyond() {
        return arrays.stream().mapToLong(array -> array.beyond().size()).sum();
    }

    /** Greatest distance in ulps, over all quantities. */
    public double maxUlp() {
        return arrays.stream().mapToDouble(ArrayComparison::maxUlp).max().orElse(0);
    }

    /** The quantities that do not agree, in causal order. */
    public List<ArrayComparison> diverging() {
        return arrays.stream().filter(array -> !array.agrees()).toList();
    }

    /** What was compared, and how it ended, in one sentence. */
    public String sentence() {
        return FailureMessage.sentence(this);
    }

    /** A rule-based guess at what is wrong, in a sentence or two; empty unless the outcome is DIVERGE. */
    public String reading() {
        return outcome == Outcome.DIVERGE && !diverging().isEmpty() ? Reading.of(this) : "";
    }

    /** The whole report of how it ended. */
    public String message() {
        return FailureMessage.of(this, "");
    }

    /**
     * The whole report of how it ended.
     *
     * @param where the place that asked for it, such as {@code features/forward/lstm.feature:15}; may be empty
     */
    public String message(String where) {
        return FailureMessage.of(this, where);
    }

    /**
     * This comparison, if the frameworks agree or differ only as is known.
     *
     * @throws Divergence with the {@link #message()} otherwise; also when nothing could be told, since a check that did
     *     not take place must not look like one that passed
     */
    public Comparison orThrow() {
        return orThrow("");
    }

    /**
     * As {@link #orThrow()}, naming the place that asked.
     *
     * @param where such as {@code features/forward/lstm.feature:15}; may be empty
     * @throws Divergence unless the frameworks agree or differ only as is known
     */
    public Comparison orThrow(String where) {
        if (outcome != Outcome.AGREE && outcome != Outcome.KNOWN_DIVERGENCE) {
            throw new Divergence(message(where));
        }
        return this;
    }

    Comparison withTried(List<String> findings) {
        return new Comparison(scenario, a, b, arrays, tolerance, outcome, reason, findings, ruling, location);
    }

    /**
     * This comparison with the word of a {@link Referee} who takes up to some seconds, whatever its outcome. Where the frameworks
     * agree though one of them is further from the truth than its own bound, the outcome becomes DIVERGE.
     */
    public Comparison refereed() {
        if (arrays.isEmpty()) {
            return this;
        }
        Ruling word = Referee.ON_DEMAND.on(this);
        boolean wrong = word.given() && !(word.aWithin() && word.bWithin());
        Outcome judged = wrong ? outcome.and(Outcome.DIVERGE) : outcome;
        String why = judged == outcome ? reason : "";
        return new Comparison(scenario, a, b, arrays, tolerance, judged, why, tried, Optional.of(word), location);
    }

    Comparison withRuling(Ruling word) {
        return new Comparison(scenario, a, b, arrays, tolerance, outcome, reason, tried, Optional.of(word), location);
    }

    Comparison withLocation(Optional<Location> where) {
        return new Comparison(scenario, a, b, arrays, tolerance, outcome, reason, tried, ruling, where);
    }
}
