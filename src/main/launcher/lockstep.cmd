@echo off
rem Starts Lockstep from the folder this file lies in; `mvn` writes it from src/main/launcher.
setlocal

if defined JAVA_HOME (
    if not exist "%JAVA_HOME%\bin\java.exe" (
        echo lockstep: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it. 1>&2
        exit /b 2
    )
    set "JAVA=%JAVA_HOME%\bin\java.exe"
) else (
    where /q java.exe || (
        echo lockstep: no Java found: set JAVA_HOME or put java ^(17 or newer^) on the PATH. 1>&2
        exit /b 2
    )
    set "JAVA=java.exe"
)

rem DL4J is 3 to 10 times faster on small networks with one thread.
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=1"

rem javacpp asks the system for its memory at every array if it is to watch it, which takes a tenth of a run.
rem The last property silences JDK 24 and later about sun.misc.Unsafe in libraries; older ones do not read it.
"%JAVA%" -Xmx2g -XX:+UseParallelGC -Xmn256m -Xshare:auto -XX:-UsePerfData ^
    -Dorg.slf4j.simpleLogger.defaultLogLevel=error ^
    -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 ^
    -Dsun.misc.unsafe.memory.access=allow ^
    --add-modules jdk.incubator.vector ^
    -jar "%~dp0@jar@" %*
exit /b %ERRORLEVEL%
