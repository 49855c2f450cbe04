package dev.lockstep.experiment;

import dev.lockstep.model.BinaryAddition;

/**
 * One sum as a network writes it.
 *
 * @param pair the two numbers
 * @param answer the number that its outputs mean
 * @param bits how many bits the sum has
 */
public record Sum(BinaryAddition.Pair pair, int answer, int bits) {
    /** Whether every bit is right. */
    public boolean isRight() {
        return answer == pair.sum();
    }

    /** A number's bits, least significant first, as the network reads and writes them. */
    public String bits(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < bits; bit++) {
            text.append((number >> bit) & 1);
        }
        return text.toString();
    }

    /** Four lines: x1, x2, the target t and the prediction y, each in bits and as a number; then whether y is right. */
    @Override
    public String toString() {
        return line("x1", pair.first()) + "\n" + line("x2", pair.second()) + "\n" + line("t", pair.sum()) + "\n"
                + line("y", answer) + (isRight() ? "  right" : "  wrong");
    }

    private String line(String name, int number) {
        return name + " ".repeat(3 - name.length()) + bits(number) + "  "
                + " ".repeat(Math.max(0, 3 - Integer.toString(number).length())) + number;
    }
}
