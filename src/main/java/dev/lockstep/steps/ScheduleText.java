package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Pace;
import dev.lockstep.model.Schedule;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Learning rates as features write them, by a count n from 0: {@code 0.1·0.9^n}. */
final class ScheduleText {
    private static final String N = "([^\\s()·/^,]+)";
    private static final Pattern RAMPED = Pattern.compile("(.+), ramped up over (\\d{1,9}) steps");
    private static final Pattern COUNTED = Pattern.compile("(.+), n counting epochs of (\\d{1,9}) steps?");
    private static final Pattern ENTRY = Pattern.compile(N + " from (\\d{1,9})");

    /** A form and what it says. */
    private record Form(Pattern pattern, Function<MatchResult, Schedule> schedule) {
        Form(String pattern, Function<MatchResult, Schedule> schedule) {
            this(Pattern.compile(pattern), schedule);
        }
    }

    private static final List<Form> FORMS = List.of(
            new Form(N + " always", m -> new Schedule.Fixed(number(m, 1))),
            new Form(
                    N + "·" + N + "\\^⌊n/(\\d{1,9})⌋", m -> new Schedule.Step(number(m, 1), number(m, 2), whole(m, 3))),
            new Form(N + "·" + N + "\\^n", m -> new Schedule.Exponential(number(m, 1), number(m, 2))),
            new Form(
                    N + "/\\(1 \\+ " + N + "·n\\)\\^" + N,
                    m -> new Schedule.Inverse(number(m, 1), number(m, 2), number(m, 3))),
            new Form(
                    N + "·\\(1 ([+−]) n/(\\d{1,9})\\)\\^" + N,
                    m -> new Schedule.Poly(
                            number(m, 1),
                            number(m, 4),
                            whole(m, 3),
                            m.group(2).equals("+") ? Schedule.Poly.Form.RISING : Schedule.Poly.Form.FALLING)),
            new Form(
                    N + "/\\(1 \\+ e\\^\\(−" + N + "·\\(n − (\\d{1,9})\\)\\)\\)",
                    m -> new Schedule.Sigmoid(number(m, 1), number(m, 2), whole(m, 3))),
            new Form(
                    N + " up to " + N + " and back within (\\d{1,9}), the last (\\d{1,9}) times " + N + " each",
                    m -> new Schedule.Cycle(number(m, 1), number(m, 2), whole(m, 3), whole(m, 4), number(m, 5))),
            new Form(ENTRY + "(?:, " + ENTRY + ")*", ScheduleText::table));

    private ScheduleText() {}

    /** @throws InvalidInput if the text is none of the forms, or a number is out of range */
    static Pace parse(String text) {
        Matcher counted = COUNTED.matcher(text);
        if (counted.matches()) {
            return new Pace(schedule(counted.group(1)), whole(counted, 2));
        }
        return Pace.ofSteps(schedule(text));
    }

    private static Schedule schedule(String text) {
        Matcher ramped = RAMPED.matcher(text);
        if (ramped.matches()) {
            return new Schedule.Ramp(schedule(ramped.group(1)), whole(ramped, 2));
        }
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(text);
            if (matcher.matches()) {
                return form.schedule().apply(matcher);
            }
        }
        throw new InvalidInput(
                "learning rate: a form like 0.1·0.9^n, 0.1·0.5^⌊n/2⌋, 0.1/(1 + 0.5·n)^2, 0.1·(1 − n/4)^2,"
                        + " 0.1/(1 + e^(−0.5·(n − 3))) or 0.1 from 0, 0.05 from 2 expected, \"" + text + "\" found");
    }

    private static Schedule table(MatchResult whole) {
        TreeMap<Integer, Double> rates = new TreeMap<>();
        for (String entry : whole.group().split(", ")) {
            Matcher matcher = ENTRY.matcher(entry);
            if (matcher.matches() && rates.put(whole(matcher, 2), number(matcher, 1)) != null) {
                throw new InvalidInput("learning rate from " + matcher.group(2) + " on: one expected, two found");
            }
        }
        return new Schedule.Table(rates);
    }

    private static double number(MatchResult match, int group) {
        return Numbers.parse("learning rate", match.group(group));
    }

    private static int whole(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
