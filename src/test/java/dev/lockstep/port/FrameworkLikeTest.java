package dev.lockstep.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameworkLikeTest {
    @Test
    void answersEveryQuestionThatAFrameworkIsAsked() {
        // A method with a body in Framework that is forgotten here would answer for no framework at all.
        List<String> questions = Arrays.stream(Framework.class.getDeclaredMethods())
                .map(FrameworkLikeTest::question)
                .sorted()
                .toList();

        assertThat(Arrays.stream(FrameworkLike.class.getDeclaredMethods()).map(FrameworkLikeTest::question))
                .containsAll(questions);
    }

    private static String question(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
