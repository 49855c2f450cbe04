package dev.lockstep.steps;

import dev.lockstep.model.InvalidInput;
import dev.lockstep.model.Regularisation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Penalties and decay as features write them: {@code l1 = 0.1, l2 = 0.02, decay = 0.1·α}. */
final class RegularisationText {
    private RegularisationText() {}

    /** @throws InvalidInput if the text is no such list, or a number is out of range */
    static Regularisation.Rule parse(String text) {
        Map<String, Double> sizes = new LinkedHashMap<>();
        boolean timesRate = false;
        for (String part : text.split(", ", -1)) {
            String[] sides = part.split(" = ", -1);
            boolean known =
                    sides.length == 2 && (sides[0].equals("l1") || sides[0].equals("l2") || sides[0].equals("decay"));
            if (!known) {
                throw new InvalidInput(
                        "regularisation: some of l1 = 0.1, l2 = 0.1, decay = 0.1 and decay = 0.1·α expected, \"" + part
                                + "\" found");
            }
            boolean decays = sides[0].equals("decay") && sides[1].endsWith("·α");
            timesRate |= decays;
            String number = decays ? sides[1].substring(0, sides[1].length() - "·α".length()) : sides[1];
            if (sizes.put(sides[0], Numbers.parse(sides[0], number)) != null) {
                throw new InvalidInput("regularisation: " + sides[0] + " once expected, twice found");
            }
        }
        return new Regularisation.Rule(
                sizes.getOrDefault("l1", 0.0),
                sizes.getOrDefault("l2", 0.0),
                sizes.getOrDefault("decay", 0.0),
                timesRate);
    }
}
