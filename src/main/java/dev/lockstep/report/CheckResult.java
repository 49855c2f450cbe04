package dev.lockstep.report;

import dev.lockstep.comparison.Comparison;
import dev.lockstep.comparison.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of recorded cases that frameworks computed again.
 *
 * @param lockstep version of this build
 * @param cases in the order in which they were replayed
 */
public record CheckResult(String lockstep, List<Replayed> cases) {
    public CheckResult {
        cases = List.copyOf(cases);
    }

    /**
     * One recorded case.
     *
     * @param file where it was read, with slashes
     * @param name of the case
     * @param framework that was recorded, by title
     * @param version of that framework
     * @param dtype that it computed in
     * @param answers one of every framework that was asked
     * @param remark a sentence on all of them, if there is something to say
     */
    public record Replayed(
            String file,
            String name,
            String framework,
            String version,
            String dtype,
            List<Answer> answers,
            Optional<String> remark) {
        public Replayed {
            answers = List.copyOf(answers);
        }
    }

    /**
     * How a framework stands to a recording.
     *
     * @param id of the framework
     * @param title of the framework
     * @param version of the framework
     * @param outcome of the comparison
     * @param reason of the outcome, if it has one
     * @param without what the framework does not observe, each with the reason; not compared
     * @param quantities what was compared
     * @param message what there is to say of a difference, several lines; empty where there is none
     */
    public record Answer(
            String id,
            String title,
            String version,
            Outcome outcome,
            String reason,
            List<String> without,
            List<QuantityResult> quantities,
            String message) {
        public Answer {
            without = List.copyOf(without);
            quantities = List.copyOf(quantities);
        }

        /**
         * What a comparison says.
         *
         * @param comparison of the framework, named first, with the recording
         * @param without what it leaves out, and why
         */
        public static Answer of(Comparison comparison, List<String> without) {
            return new Answer(
                    comparison.a().id(),
                    comparison.a().title(),
                    comparison.a().version(),
                    comparison.outcome(),
                    comparison.reason(),
                    without,
                    QuantityResult.of(comparison),
                    comparison.outcome().isUnexpected() ? comparison.message() : "");
        }
    }

    /** How many answers ended so. */
    public long count(Outcome outcome) {
        return answers().filter(answer -> answer.outcome() == outcome).count();
    }

    /** How many answers nobody expected. */
    public long unexpected() {
        return answers().filter(answer -> answer.outcome().isUnexpected()).count();
    }

    /** Numbers that were compared. */
    public long elements() {
        return answers()
                .flatMap(answer -> answer.quantities().stream())
                .mapToLong(QuantityResult::elements)
                .sum();
    }

    /** The answers of all frameworks to all cases. */
    public Stream<Answer> answers() {
        return cases.stream().flatMap(replayed -> replayed.answers().stream());
    }
}
