<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
  <context>
    <name>meetapp</name>
    <message>
      <source> min</source>
      <translation> min</translation>
    </message>
    <message>
      <source> px</source>
      <translation> px</translation>
    </message>
    <message>
      <source>%1 %2, %3</source>
      <translation>%1 de %2, %3</translation>
    </message>
    <message>
      <source>%1 MB</source>
      <translation>%1 MB</translation>
    </message>
    <message>
      <source>%1 belongs to “%2”.</source>
      <translation>%1 pertenece a «%2».</translation>
    </message>
    <message>
      <source>%1 h %2</source>
      <translation>%1 h %2</translation>
    </message>
    <message>
      <source>%1 is deleted.</source>
      <translation>%1 se ha eliminado.</translation>
    </message>
    <message>
      <source>%1 is installed.</source>
      <translation>%1 está instalado.</translation>
    </message>
    <message>
      <source>%1 is whole.</source>
      <translation>%1 está intacto.</translation>
    </message>
    <message>
      <source>%1 left</source>
      <translation>quedan %1</translation>
    </message>
    <message>
      <source>%1 marks a moment to come back to.</source>
      <translation>%1 marca un momento al que volver.</translation>
    </message>
    <message>
      <source>%1 meetings older than %2 days were deleted, as you have set.</source>
      <translation>Se eliminaron %1 reuniones de más de %2 días, según sus ajustes.</translation>
    </message>
    <message>
      <source>%1 meetings were cut short. What was recorded is safe.</source>
      <translation>%1 reuniones se interrumpieron. Lo grabado está a salvo.</translation>
    </message>
    <message>
      <source>%1 min</source>
      <translation>%1 min</translation>
    </message>
    <message>
      <source>%1 min %2</source>
      <translation>%1 min %2</translation>
    </message>
    <message>
      <source>%1 of %2</source>
      <translation>%1 de %2</translation>
    </message>
    <message>
      <source>%1 of these files are in the library already.</source>
      <translation>%1 de estos archivos ya están en la biblioteca.</translation>
    </message>
    <message>
      <source>%1 people</source>
      <translation>%1 personas</translation>
    </message>
    <message>
      <source>%1 places to check</source>
      <translation>%1 pasajes por revisar</translation>
    </message>
    <message>
      <source>%1 s</source>
      <translation>%1 s</translation>
    </message>
    <message>
      <source>%1 says what this meeting says already.</source>
      <translation>%1 dice lo que esta reunión ya dice.</translation>
    </message>
    <message>
      <source>%1 speakers</source>
      <translation>%1 personas</translation>
    </message>
    <message>
      <source>%1 turns found</source>
      <translation>%1 turnos encontrados</translation>
    </message>
    <message>
      <source>%1 was written.</source>
      <translation>Se ha escrito %1.</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Editar</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>Ay&amp;uda</translation>
    </message>
    <message>
      <source>&amp;Meeting</source>
      <translation>R&amp;eunión</translation>
    </message>
    <message>
      <source>&amp;Recording</source>
      <translation>&amp;Grabación</translation>
    </message>
    <message>
      <source>&amp;Sound</source>
      <translation>&amp;Sonido</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ver</translation>
    </message>
    <message>
      <source>/home/me/bin/file-minutes --quiet</source>
      <translation>/home/yo/bin/archivar-acta --silencio</translation>
    </message>
    <message>
      <source>1 person</source>
      <translation>1 persona</translation>
    </message>
    <message>
      <source>1 place to check</source>
      <translation>1 pasaje por revisar</translation>
    </message>
    <message>
      <source>1 speaker</source>
      <translation>1 persona</translation>
    </message>
    <message>
      <source>1 turn found</source>
      <translation>1 turno encontrado</translation>
    </message>
    <message>
      <source>A click on a word plays it, a double click changes it. Every change can be undone.</source>
      <translation>Un clic en una palabra la reproduce, un doble clic la cambia. Todo cambio se puede deshacer.</translation>
    </message>
    <message>
      <source>A command of yours that is run, without a shell, when the text of a meeting is complete. MEETAPP_MEETING, MEETAPP_FOLDER, MEETAPP_TITLE and MEETAPP_SOURCE tell it of which.</source>
      <translation>Un comando suyo que se ejecuta, sin shell, cuando el texto de una reunión está completo. MEETAPP_MEETING, MEETAPP_FOLDER, MEETAPP_TITLE y MEETAPP_SOURCE le dicen de cuál se trata.</translation>
    </message>
    <message>
      <source>A document to edit and comment.</source>
      <translation>Un documento para editar y comentar.</translation>
    </message>
    <message>
      <source>A fault in meetapp</source>
      <translation>Un fallo de meetapp</translation>
    </message>
    <message>
      <source>A form of your own, written in Jinja.</source>
      <translation>Una forma propia, escrita en Jinja.</translation>
    </message>
    <message>
      <source>A meeting older than %2 days was deleted, as you have set.</source>
      <translation>Se eliminó una reunión de más de %2 días, según sus ajustes.</translation>
    </message>
    <message>
      <source>A minute of four people planning a move, read from its sound while you watch.</source>
      <translation>Un minuto de cuatro personas que planean una mudanza, leído de su sonido mientras usted mira.</translation>
    </message>
    <message>
      <source>A new speaker</source>
      <translation>Una persona nueva</translation>
    </message>
    <message>
      <source>A new speaker from here on</source>
      <translation>Una persona nueva desde aquí</translation>
    </message>
    <message>
      <source>A paragraph a turn, for notes and wikis.</source>
      <translation>Un párrafo por turno, para notas y wikis.</translation>
    </message>
    <message>
      <source>A recording ends when nobody has spoken for so long, as long as the window or its icon is there.</source>
      <translation>Una grabación termina cuando nadie ha hablado durante ese tiempo, mientras estén la ventana o su icono.</translation>
    </message>
    <message>
      <source>A row a turn, for spreadsheets.</source>
      <translation>Una fila por turno, para hojas de cálculo.</translation>
    </message>
    <message>
      <source>A row a turn, times in milliseconds.</source>
      <translation>Una fila por turno, tiempos en milisegundos.</translation>
    </message>
    <message>
      <source>A time is written as 13:02.5, or in seconds alone.</source>
      <translation>Un tiempo se escribe como 13:02.5, o solo en segundos.</translation>
    </message>
    <message>
      <source>About meetapp</source>
      <translation>Acerca de meetapp</translation>
    </message>
    <message>
      <source>After %1 days</source>
      <translation>Tras %1 días</translation>
    </message>
    <message>
      <source>After %1 min</source>
      <translation>Tras %1 min</translation>
    </message>
    <message>
      <source>All meetings</source>
      <translation>Todas las reuniones</translation>
    </message>
    <message>
      <source>All packages</source>
      <translation>Todos los paquetes</translation>
    </message>
    <message>
      <source>All words are left out.</source>
      <translation>Faltan todas las palabras.</translation>
    </message>
    <message>
      <source>Another program has the key %1 already.</source>
      <translation>Otro programa ya tiene la tecla %1.</translation>
    </message>
    <message>
      <source>Any number of people</source>
      <translation>Sin límite de personas</translation>
    </message>
    <message>
      <source>Appearance</source>
      <translation>Aspecto</translation>
    </message>
    <message>
      <source>As fits the format</source>
      <translation>Según el formato</translation>
    </message>
    <message>
      <source>As people write</source>
      <translation>Como se escribe</translation>
    </message>
    <message>
      <source>As the system</source>
      <translation>Como el sistema</translation>
    </message>
    <message>
      <source>Balanced</source>
      <translation>Equilibrado</translation>
    </message>
    <message>
      <source>Before a recording begins, the window reminds you to ask everybody. In many places the law wants it.</source>
      <translation>Antes de cada grabación, la ventana recuerda que hay que preguntar a todos. En muchos lugares lo exige la ley.</translation>
    </message>
    <message>
      <source>Begin and end of the turn</source>
      <translation>Inicio y final del turno</translation>
    </message>
    <message>
      <source>Begin earlier</source>
      <translation>Empezar antes</translation>
    </message>
    <message>
      <source>Begin later</source>
      <translation>Empezar después</translation>
    </message>
    <message>
      <source>Begins</source>
      <translation>Empieza</translation>
    </message>
    <message>
      <source>Begins at %1</source>
      <translation>Empieza en %1</translation>
    </message>
    <message>
      <source>Bookmark</source>
      <translation>Marcador</translation>
    </message>
    <message>
      <source>Bookmark at %1</source>
      <translation>Marcador en %1</translation>
    </message>
    <message>
      <source>Bookmarks and notes</source>
      <translation>Marcadores y notas</translation>
    </message>
    <message>
      <source>By numbers only</source>
      <translation>Solo con números</translation>
    </message>
    <message>
      <source>By their names</source>
      <translation>Por su nombre</translation>
    </message>
    <message>
      <source>CTM</source>
      <translation>CTM</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Cancelar</translation>
    </message>
    <message>
      <source>Cancel the import of %1</source>
      <translation>Cancelar la importación de %1</translation>
    </message>
    <message>
      <source>Captions</source>
      <translation>Subtítulos</translation>
    </message>
    <message>
      <source>Captions for an audience</source>
      <translation>Subtítulos para el público</translation>
    </message>
    <message>
      <source>Careful</source>
      <translation>Cuidadoso</translation>
    </message>
    <message>
      <source>Careful looks further for what was said, gets a few more words right, and takes longer.</source>
      <translation>«Cuidadoso» busca más a fondo lo dicho, acierta algunas palabras más y tarda más.</translation>
    </message>
    <message>
      <source>Changes were read from %1.</source>
      <translation>Se han leído cambios de %1.</translation>
    </message>
    <message>
      <source>Check</source>
      <translation>Comprobar</translation>
    </message>
    <message>
      <source>Chiara Rossi, Friedrichshain</source>
      <translation>Chiara Rossi, Friedrichshain</translation>
    </message>
    <message>
      <source>Choose a template</source>
      <translation>Elegir una plantilla</translation>
    </message>
    <message>
      <source>Choose a template…</source>
      <translation>Elegir una plantilla…</translation>
    </message>
    <message>
      <source>Choose: %1</source>
      <translation>Elegir: %1</translation>
    </message>
    <message>
      <source>Choose…</source>
      <translation>Elegir…</translation>
    </message>
    <message>
      <source>Click to rename</source>
      <translation>Clic para cambiar el nombre</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Cerrar</translation>
    </message>
    <message>
      <source>Close the find bar</source>
      <translation>Cerrar la barra de búsqueda</translation>
    </message>
    <message>
      <source>Closing the window while something is recorded leaves an icon in the system tray.</source>
      <translation>Si se cierra la ventana durante una grabación, queda un icono en la bandeja del sistema.</translation>
    </message>
    <message>
      <source>Collecting…</source>
      <translation>Reuniendo…</translation>
    </message>
    <message>
      <source>Complete the text</source>
      <translation>Completar el texto</translation>
    </message>
    <message>
      <source>Complete · saved on this computer</source>
      <translation>Completa · guardada en este ordenador</translation>
    </message>
    <message>
      <source>Compress</source>
      <translation>Comprimir</translation>
    </message>
    <message>
      <source>Compressed sound is the same sound in less room. Without sound nothing can be played or heard again.</source>
      <translation>El sonido comprimido es el mismo en menos espacio. Sin sonido no se puede reproducir ni reconocer nada de nuevo.</translation>
    </message>
    <message>
      <source>Computer sound</source>
      <translation>Sonido del ordenador</translation>
    </message>
    <message>
      <source>Computer sound: %1</source>
      <translation>Sonido del ordenador: %1</translation>
    </message>
    <message>
      <source>Computer sound: off</source>
      <translation>Sonido del ordenador: no</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Copiar</translation>
    </message>
    <message>
      <source>Copy as rich text</source>
      <translation>Copiar como texto con formato</translation>
    </message>
    <message>
      <source>Copy the report</source>
      <translation>Copiar el informe</translation>
    </message>
    <message>
      <source>Copy turns</source>
      <translation>Copiar turnos</translation>
    </message>
    <message>
      <source>Copy versions</source>
      <translation>Copiar versiones</translation>
    </message>
    <message>
      <source>Correct</source>
      <translation>Corregir</translation>
    </message>
    <message>
      <source>Correct…</source>
      <translation>Corregir…</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Oscuro</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Eliminar</translation>
    </message>
    <message>
      <source>Delete %1 from this computer?</source>
      <translation>¿Eliminar %1 de este ordenador?</translation>
    </message>
    <message>
      <source>Delete by itself</source>
      <translation>Eliminar automáticamente</translation>
    </message>
    <message>
      <source>Delete its sound…</source>
      <translation>Eliminar su sonido…</translation>
    </message>
    <message>
      <source>Delete meeting</source>
      <translation>Eliminar la reunión</translation>
    </message>
    <message>
      <source>Delete the sound</source>
      <translation>Eliminar el sonido</translation>
    </message>
    <message>
      <source>Delete the sound of “%1” for good? Its text stays.</source>
      <translation>¿Eliminar para siempre el sonido de «%1»? El texto se conserva.</translation>
    </message>
    <message>
      <source>Delete turn</source>
      <translation>Eliminar el turno</translation>
    </message>
    <message>
      <source>Demo meeting</source>
      <translation>Reunión de ejemplo</translation>
    </message>
    <message>
      <source>Discard</source>
      <translation>Descartar</translation>
    </message>
    <message>
      <source>Dismiss</source>
      <translation>Descartar aviso</translation>
    </message>
    <message>
      <source>Do not import %1</source>
      <translation>No importar %1</translation>
    </message>
    <message>
      <source>Do not remind me</source>
      <translation>No recordar más</translation>
    </message>
    <message>
      <source>Done again</source>
      <translation>Rehecho</translation>
    </message>
    <message>
      <source>Doubtful places</source>
      <translation>Pasajes dudosos</translation>
    </message>
    <message>
      <source>Doubtful places…</source>
      <translation>Pasajes dudosos…</translation>
    </message>
    <message>
      <source>ELAN (EAF)</source>
      <translation>ELAN (EAF)</translation>
    </message>
    <message>
      <source>Edit the words</source>
      <translation>Editar las palabras</translation>
    </message>
    <message>
      <source>Elapsed time</source>
      <translation>Tiempo transcurrido</translation>
    </message>
    <message>
      <source>Encryption</source>
      <translation>Cifrado</translation>
    </message>
    <message>
      <source>Encrypts sound, text and library on the disk, with a key in the keyring of the system. The command “meetapp encryption on” or “off” switches it, for old meetings too.</source>
      <translation>Cifra el sonido, el texto y la biblioteca en el disco, con una clave en el llavero del sistema. La orden «meetapp encryption on» u «off» lo cambia, también para las reuniones antiguas.</translation>
    </message>
    <message>
      <source>End earlier</source>
      <translation>Terminar antes</translation>
    </message>
    <message>
      <source>End later</source>
      <translation>Terminar después</translation>
    </message>
    <message>
      <source>Ends</source>
      <translation>Termina</translation>
    </message>
    <message>
      <source>Ends at %1</source>
      <translation>Termina en %1</translation>
    </message>
    <message>
      <source>Every speaker has a tier, so overlap is kept whole.</source>
      <translation>Cada persona tiene su nivel, así el habla simultánea se conserva entera.</translation>
    </message>
    <message>
      <source>Every turn keeps its own start and end, so overlap is kept whole.</source>
      <translation>Cada turno conserva su inicio y su final, así el habla simultánea se conserva entera.</translation>
    </message>
    <message>
      <source>Everything that is known, for programs.</source>
      <translation>Todo lo que se sabe, para programas.</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportar</translation>
    </message>
    <message>
      <source>Export as last time…</source>
      <translation>Exportar como la última vez…</translation>
    </message>
    <message>
      <source>Export folder</source>
      <translation>Carpeta de exportación</translation>
    </message>
    <message>
      <source>Export format</source>
      <translation>Formato de exportación</translation>
    </message>
    <message>
      <source>Export to text, Word, PDF, subtitles and twelve more.</source>
      <translation>Exportación a texto, Word, PDF, subtítulos y doce formatos más.</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportar…</translation>
    </message>
    <message>
      <source>Fast</source>
      <translation>Rápido</translation>
    </message>
    <message>
      <source>Faster</source>
      <translation>Más rápido</translation>
    </message>
    <message>
      <source>Find in this meeting</source>
      <translation>Buscar en esta reunión</translation>
    </message>
    <message>
      <source>Find next</source>
      <translation>Buscar siguiente</translation>
    </message>
    <message>
      <source>Find previous</source>
      <translation>Buscar anterior</translation>
    </message>
    <message>
      <source>First steps</source>
      <translation>Primeros pasos</translation>
    </message>
    <message>
      <source>Folder of a model package</source>
      <translation>Carpeta de un paquete de modelo</translation>
    </message>
    <message>
      <source>Folder of meetings</source>
      <translation>Carpeta de reuniones</translation>
    </message>
    <message>
      <source>Follow live</source>
      <translation>Seguir en directo</translation>
    </message>
    <message>
      <source>For scoring; can be edited and read back.</source>
      <translation>Para evaluar, editar y volver a leer.</translation>
    </message>
    <message>
      <source>Formats</source>
      <translation>Formatos</translation>
    </message>
    <message>
      <source>Found out by voice</source>
      <translation>Según las voces</translation>
    </message>
    <message>
      <source>General</source>
      <translation>General</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Continuar</translation>
    </message>
    <message>
      <source>Go on in the tray</source>
      <translation>Continuar en la bandeja</translation>
    </message>
    <message>
      <source>Go to %1</source>
      <translation>Ir a %1</translation>
    </message>
    <message>
      <source>Go to what is heard</source>
      <translation>Ir a lo que se oye</translation>
    </message>
    <message>
      <source>Hear a sample</source>
      <translation>Oír una muestra</translation>
    </message>
    <message>
      <source>Hear everybody again</source>
      <translation>Volver a oír a todos</translation>
    </message>
    <message>
      <source>Hear only this speaker</source>
      <translation>Oír solo a esta persona</translation>
    </message>
    <message>
      <source>How many people speak</source>
      <translation>Cuántas personas hablan</translation>
    </message>
    <message>
      <source>How many people spoke?</source>
      <translation>¿Cuántas personas hablaron?</translation>
    </message>
    <message>
      <source>How the file begins</source>
      <translation>Cómo empieza el archivo</translation>
    </message>
    <message>
      <source>Import again</source>
      <translation>Importar de nuevo</translation>
    </message>
    <message>
      <source>Import as one meeting with a track each</source>
      <translation>Importar como una reunión con una pista por archivo</translation>
    </message>
    <message>
      <source>Import as one meeting with a track each…</source>
      <translation>Importar como una reunión con una pista por archivo…</translation>
    </message>
    <message>
      <source>Import files</source>
      <translation>Importar archivos</translation>
    </message>
    <message>
      <source>Import files…</source>
      <translation>Importar archivos…</translation>
    </message>
    <message>
      <source>In what is recorded or imported next</source>
      <translation>En la próxima grabación o importación</translation>
    </message>
    <message>
      <source>Input</source>
      <translation>Entrada</translation>
    </message>
    <message>
      <source>Input to record from</source>
      <translation>Entrada de la que se graba</translation>
    </message>
    <message>
      <source>Install from a folder…</source>
      <translation>Instalar desde una carpeta…</translation>
    </message>
    <message>
      <source>Interrupted. The sound is saved on this computer</source>
      <translation>Interrumpida. El sonido está guardado en este ordenador</translation>
    </message>
    <message>
      <source>Is right</source>
      <translation>Es correcto</translation>
    </message>
    <message>
      <source>Is the same person as</source>
      <translation>Es la misma persona que</translation>
    </message>
    <message>
      <source>It is not encrypted: whoever gets it can read and hear it.</source>
      <translation>No está cifrado: quien lo reciba puede leerlo y escucharlo.</translation>
    </message>
    <message>
      <source>JSON</source>
      <translation>JSON</translation>
    </message>
    <message>
      <source>Join turns</source>
      <translation>Unir turnos</translation>
    </message>
    <message>
      <source>Keep</source>
      <translation>Conservar</translation>
    </message>
    <message>
      <source>Keep as it is</source>
      <translation>Dejar como está</translation>
    </message>
    <message>
      <source>Keep the computer awake</source>
      <translation>Mantener despierto el ordenador</translation>
    </message>
    <message>
      <source>Key to set a bookmark, in every program</source>
      <translation>Tecla para poner un marcador, en cualquier programa</translation>
    </message>
    <message>
      <source>Key to start and stop, in every program</source>
      <translation>Tecla para empezar y detener, en cualquier programa</translation>
    </message>
    <message>
      <source>Keys</source>
      <translation>Teclas</translation>
    </message>
    <message>
      <source>Keys for every program cannot be had here: %1.</source>
      <translation>Aquí no puede haber teclas para todos los programas: %1.</translation>
    </message>
    <message>
      <source>Keys for every program cannot be had here: Wayland tells no program what another gets.</source>
      <translation>Aquí no puede haber teclas para todos los programas: Wayland no dice a ninguno lo que recibe otro.</translation>
    </message>
    <message>
      <source>Keys for every program cannot be had here: so far they need Linux with X11.</source>
      <translation>Aquí no puede haber teclas para todos los programas: de momento requieren Linux con X11.</translation>
    </message>
    <message>
      <source>Keys for every program need the package python-xlib, which is not installed.</source>
      <translation>Las teclas para todos los programas requieren el paquete python-xlib, que no está instalado.</translation>
    </message>
    <message>
      <source>Keys of “%1”</source>
      <translation>Teclas de «%1»</translation>
    </message>
    <message>
      <source>Larger text</source>
      <translation>Texto más grande</translation>
    </message>
    <message>
      <source>Last week</source>
      <translation>La semana pasada</translation>
    </message>
    <message>
      <source>Let other programs go first</source>
      <translation>Dar prioridad a otros programas</translation>
    </message>
    <message>
      <source>Level of %1</source>
      <translation>Nivel de %1</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Licencia</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Claro</translation>
    </message>
    <message>
      <source>Light or dark, or as the rest of the system.</source>
      <translation>Claro u oscuro, o como el resto del sistema.</translation>
    </message>
    <message>
      <source>Listen</source>
      <translation>Escuchar</translation>
    </message>
    <message>
      <source>Live, %1 s behind</source>
      <translation>En directo, %1 s de retraso</translation>
    </message>
    <message>
      <source>Loading the model</source>
      <translation>Cargando el modelo</translation>
    </message>
    <message>
      <source>Look at more of the timeline</source>
      <translation>Ver más de la línea de tiempo</translation>
    </message>
    <message>
      <source>Look closer at the timeline</source>
      <translation>Ver más de cerca la línea de tiempo</translation>
    </message>
    <message>
      <source>Making the text of one meeting uses no more of them. One is enough to keep up with people talking.</source>
      <translation>Hacer el texto de una reunión no usa más. Uno basta para seguir el ritmo de la conversación.</translation>
    </message>
    <message>
      <source>Manage models…</source>
      <translation>Gestionar modelos…</translation>
    </message>
    <message>
      <source>Mark unsure words</source>
      <translation>Marcar las palabras dudosas</translation>
    </message>
    <message>
      <source>Markdown</source>
      <translation>Markdown</translation>
    </message>
    <message>
      <source>Marked paragraphs for MAXQDA, ATLAS.ti, NVivo.</source>
      <translation>Párrafos con marcas de tiempo para MAXQDA, ATLAS.ti, NVivo.</translation>
    </message>
    <message>
      <source>Marks the moment in the recording that goes on. Empty: no such key.</source>
      <translation>Marca el momento en la grabación en curso. Vacío: sin tecla.</translation>
    </message>
    <message>
      <source>Meeting with sound (*%1)</source>
      <translation>Reunión con sonido (*%1)</translation>
    </message>
    <message>
      <source>Meetings</source>
      <translation>Reuniones</translation>
    </message>
    <message>
      <source>Menu</source>
      <translation>Menú</translation>
    </message>
    <message>
      <source>Merge with the next turn</source>
      <translation>Unir con el turno siguiente</translation>
    </message>
    <message>
      <source>Microphone</source>
      <translation>Micrófono</translation>
    </message>
    <message>
      <source>Minutes and seconds, as in 13:02.5.</source>
      <translation>Minutos y segundos, como 13:02.5.</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modelo</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelos</translation>
    </message>
    <message>
      <source>Name of speaker %1</source>
      <translation>Nombre de la persona %1</translation>
    </message>
    <message>
      <source>Names and words to listen for</source>
      <translation>Nombres y palabras a los que prestar atención</translation>
    </message>
    <message>
      <source>Names of speakers and limits of turns are left out.</source>
      <translation>Faltan los nombres y los límites de los turnos.</translation>
    </message>
    <message>
      <source>Never</source>
      <translation>Nunca</translation>
    </message>
    <message>
      <source>New recording</source>
      <translation>Nueva grabación</translation>
    </message>
    <message>
      <source>New recording without text</source>
      <translation>Nueva grabación sin texto</translation>
    </message>
    <message>
      <source>Next doubtful word</source>
      <translation>Siguiente palabra dudosa</translation>
    </message>
    <message>
      <source>Next match</source>
      <translation>Siguiente resultado</translation>
    </message>
    <message>
      <source>Next turn</source>
      <translation>Turno siguiente</translation>
    </message>
    <message>
      <source>No</source>
      <translation>No</translation>
    </message>
    <message>
      <source>No audio input was found.</source>
      <translation>No se encontró ninguna entrada de sonido.</translation>
    </message>
    <message>
      <source>No bookmarks yet.</source>
      <translation>Aún no hay marcadores.</translation>
    </message>
    <message>
      <source>No setting says that.</source>
      <translation>Ningún ajuste dice eso.</translation>
    </message>
    <message>
      <source>No speech was found in this recording.</source>
      <translation>No se encontró habla en esta grabación.</translation>
    </message>
    <message>
      <source>Nobody has spoken for %1 minutes. Still recording.</source>
      <translation>Nadie ha hablado desde hace %1 minutos. La grabación continúa.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Ninguno</translation>
    </message>
    <message>
      <source>Normal text</source>
      <translation>Texto normal</translation>
    </message>
    <message>
      <source>Not at all</source>
      <translation>De ningún modo</translation>
    </message>
    <message>
      <source>Not found</source>
      <translation>No encontrado</translation>
    </message>
    <message>
      <source>Notes on this meeting</source>
      <translation>Notas sobre esta reunión</translation>
    </message>
    <message>
      <source>Nothing blinks. Level meters still move.</source>
      <translation>Nada parpadea. Los medidores de nivel siguen moviéndose.</translation>
    </message>
    <message>
      <source>Nothing brings it back, and you will not be asked again.</source>
      <translation>No se puede deshacer, y no se le volverá a preguntar.</translation>
    </message>
    <message>
      <source>Nothing found</source>
      <translation>No se encontró nada</translation>
    </message>
    <message>
      <source>Nothing is left to check.</source>
      <translation>No queda nada por revisar.</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Desactivado</translation>
    </message>
    <message>
      <source>Offer to stop after silence</source>
      <translation>Ofrecer detener tras un silencio</translation>
    </message>
    <message>
      <source>On</source>
      <translation>Activado</translation>
    </message>
    <message>
      <source>One line a turn, for any program.</source>
      <translation>Una línea por turno, para cualquier programa.</translation>
    </message>
    <message>
      <source>One page for any browser, light and dark.</source>
      <translation>Una página para todo navegador.</translation>
    </message>
    <message>
      <source>Only %1</source>
      <translation>Solo %1</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Abrir</translation>
    </message>
    <message>
      <source>Open its folder</source>
      <translation>Abrir su carpeta</translation>
    </message>
    <message>
      <source>Open settings.json</source>
      <translation>Abrir settings.json</translation>
    </message>
    <message>
      <source>Open the demo meeting</source>
      <translation>Abrir la reunión de ejemplo</translation>
    </message>
    <message>
      <source>Open the meeting</source>
      <translation>Abrir la reunión</translation>
    </message>
    <message>
      <source>Open this menu</source>
      <translation>Abrir este menú</translation>
    </message>
    <message>
      <source>Over pauses up to %1 s</source>
      <translation>En pausas de hasta %1 s</translation>
    </message>
    <message>
      <source>Own template</source>
      <translation>Plantilla propia</translation>
    </message>
    <message>
      <source>PDF</source>
      <translation>PDF</translation>
    </message>
    <message>
      <source>Pace of the voices</source>
      <translation>Ritmo de las voces</translation>
    </message>
    <message>
      <source>Pace: %1</source>
      <translation>Ritmo: %1</translation>
    </message>
    <message>
      <source>Pages to print or pass on.</source>
      <translation>Páginas para imprimir o compartir.</translation>
    </message>
    <message>
      <source>Pause or resume</source>
      <translation>Pausar o reanudar</translation>
    </message>
    <message>
      <source>Pause recording</source>
      <translation>Pausar la grabación</translation>
    </message>
    <message>
      <source>Pause the sound</source>
      <translation>Pausar el sonido</translation>
    </message>
    <message>
      <source>Paused. What was said until now is saved on this computer</source>
      <translation>En pausa. Lo dicho hasta ahora está guardado en este ordenador</translation>
    </message>
    <message>
      <source>People, products and places that the model would not guess, separated by commas.</source>
      <translation>Personas, productos y lugares que el modelo no adivinaría, separados por comas.</translation>
    </message>
    <message>
      <source>Place in the recording</source>
      <translation>Lugar en la grabación</translation>
    </message>
    <message>
      <source>Play from here</source>
      <translation>Reproducir desde aquí</translation>
    </message>
    <message>
      <source>Play from the cursor</source>
      <translation>Reproducir desde el cursor</translation>
    </message>
    <message>
      <source>Play or pause</source>
      <translation>Reproducir o pausar</translation>
    </message>
    <message>
      <source>Play the sound</source>
      <translation>Reproducir el sonido</translation>
    </message>
    <message>
      <source>Praat (TextGrid)</source>
      <translation>Praat (TextGrid)</translation>
    </message>
    <message>
      <source>Previous match</source>
      <translation>Resultado anterior</translation>
    </message>
    <message>
      <source>Previous turn</source>
      <translation>Turno anterior</translation>
    </message>
    <message>
      <source>Print…</source>
      <translation>Imprimir…</translation>
    </message>
    <message>
      <source>Privacy</source>
      <translation>Privacidad</translation>
    </message>
    <message>
      <source>Problem</source>
      <translation>Problema</translation>
    </message>
    <message>
      <source>Processor cores for a meeting</source>
      <translation>Núcleos del procesador por reunión</translation>
    </message>
    <message>
      <source>Progress of %1</source>
      <translation>Progreso de %1</translation>
    </message>
    <message>
      <source>Qualitative analysis</source>
      <translation>Análisis cualitativo</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Salir</translation>
    </message>
    <message>
      <source>RTTM</source>
      <translation>RTTM</translation>
    </message>
    <message>
      <source>Read edited transcript</source>
      <translation>Leer transcripción editada</translation>
    </message>
    <message>
      <source>Read edited transcript…</source>
      <translation>Leer transcripción editada…</translation>
    </message>
    <message>
      <source>Reading the file</source>
      <translation>Leyendo el archivo</translation>
    </message>
    <message>
      <source>Ready to record. Nothing leaves this computer.</source>
      <translation>Listo para grabar. Nada sale de este ordenador.</translation>
    </message>
    <message>
      <source>Recognise again</source>
      <translation>Reconocer de nuevo</translation>
    </message>
    <message>
      <source>Recognition</source>
      <translation>Reconocimiento</translation>
    </message>
    <message>
      <source>Record</source>
      <translation>Grabar</translation>
    </message>
    <message>
      <source>Record a meeting, or drop an audio or video file here. Nothing leaves this computer.</source>
      <translation>Grabe una reunión o suelte aquí un archivo de audio o vídeo. Nada sale de este ordenador.</translation>
    </message>
    <message>
      <source>Recorded, without text yet · saved on this computer</source>
      <translation>Grabada, aún sin texto · guardada en este ordenador</translation>
    </message>
    <message>
      <source>Recording</source>
      <translation>Grabación</translation>
    </message>
    <message>
      <source>Recording ended</source>
      <translation>Grabación terminada</translation>
    </message>
    <message>
      <source>Recording of %1</source>
      <translation>Grabación de las %1</translation>
    </message>
    <message>
      <source>Recording, text follows when the model is loaded · saved on this computer</source>
      <translation>Grabando, el texto llega cuando el modelo esté cargado · guardada en este ordenador</translation>
    </message>
    <message>
      <source>Recording. Has everybody agreed to that?</source>
      <translation>Grabando. ¿Están todos de acuerdo?</translation>
    </message>
    <message>
      <source>Recordings that appear in this folder are imported by themselves.</source>
      <translation>Las grabaciones que aparecen en esta carpeta se importan solas.</translation>
    </message>
    <message>
      <source>Records meetings and shows who said what, wholly on this computer. No account, no network connection.</source>
      <translation>Graba reuniones y muestra quién dijo qué, todo en este ordenador. Sin cuenta ni conexión de red.</translation>
    </message>
    <message>
      <source>Records what the computer plays too, as a track of its own</source>
      <translation>Graba también lo que reproduce el ordenador, como pista propia</translation>
    </message>
    <message>
      <source>Redo</source>
      <translation>Rehacer</translation>
    </message>
    <message>
      <source>Reduce motion</source>
      <translation>Reducir el movimiento</translation>
    </message>
    <message>
      <source>Remind me to ask for consent</source>
      <translation>Recordarme pedir el consentimiento</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Quitar</translation>
    </message>
    <message>
      <source>Remove the bookmark at %1</source>
      <translation>Quitar el marcador en %1</translation>
    </message>
    <message>
      <source>Rename</source>
      <translation>Cambiar el nombre</translation>
    </message>
    <message>
      <source>Rename meeting…</source>
      <translation>Cambiar el nombre de la reunión…</translation>
    </message>
    <message>
      <source>Rename speaker</source>
      <translation>Cambiar el nombre de la persona</translation>
    </message>
    <message>
      <source>Replace</source>
      <translation>Reemplazar</translation>
    </message>
    <message>
      <source>Replace all</source>
      <translation>Reemplazar todo</translation>
    </message>
    <message>
      <source>Replace all matches</source>
      <translation>Reemplazar todos los resultados</translation>
    </message>
    <message>
      <source>Replace in this meeting</source>
      <translation>Reemplazar en esta reunión</translation>
    </message>
    <message>
      <source>Replace it</source>
      <translation>Reemplazarlo</translation>
    </message>
    <message>
      <source>Replace this match</source>
      <translation>Reemplazar este resultado</translation>
    </message>
    <message>
      <source>Replace with</source>
      <translation>Reemplazar por</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Informe</translation>
    </message>
    <message>
      <source>Reset</source>
      <translation>Restablecer</translation>
    </message>
    <message>
      <source>Reset all keys</source>
      <translation>Restablecer todas las teclas</translation>
    </message>
    <message>
      <source>Reset the keys of “%1”</source>
      <translation>Restablecer las teclas de «%1»</translation>
    </message>
    <message>
      <source>Resume recording</source>
      <translation>Reanudar la grabación</translation>
    </message>
    <message>
      <source>Return</source>
      <translation>Intro</translation>
    </message>
    <message>
      <source>Room on the disk</source>
      <translation>Espacio en el disco</translation>
    </message>
    <message>
      <source>Rows that overlap follow each other; their times show it.</source>
      <translation>Las filas simultáneas van una tras otra; sus tiempos lo muestran.</translation>
    </message>
    <message>
      <source>Run after a meeting</source>
      <translation>Ejecutar tras una reunión</translation>
    </message>
    <message>
      <source>STM</source>
      <translation>STM</translation>
    </message>
    <message>
      <source>Save as one file</source>
      <translation>Guardar en un solo archivo</translation>
    </message>
    <message>
      <source>Save as one file, with sound…</source>
      <translation>Guardar en un solo archivo, con sonido…</translation>
    </message>
    <message>
      <source>Saved. Finishing the text, %1 s left</source>
      <translation>Guardada. Terminando el texto, quedan %1 s</translation>
    </message>
    <message>
      <source>Saved. Finishing the text…</source>
      <translation>Guardada. Terminando el texto…</translation>
    </message>
    <message>
      <source>Search all meetings</source>
      <translation>Buscar en todas</translation>
    </message>
    <message>
      <source>Search settings</source>
      <translation>Buscar ajustes</translation>
    </message>
    <message>
      <source>Sections</source>
      <translation>Secciones</translation>
    </message>
    <message>
      <source>SegLST</source>
      <translation>SegLST</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Ajustes</translation>
    </message>
    <message>
      <source>Settings…</source>
      <translation>Ajustes…</translation>
    </message>
    <message>
      <source>Share of talk time</source>
      <translation>Parte del tiempo de palabra</translation>
    </message>
    <message>
      <source>Shortcuts</source>
      <translation>Atajos</translation>
    </message>
    <message>
      <source>Show folder</source>
      <translation>Mostrar la carpeta</translation>
    </message>
    <message>
      <source>Show meetings with the tag</source>
      <translation>Mostrar reuniones con la etiqueta</translation>
    </message>
    <message>
      <source>Show the whole timeline</source>
      <translation>Mostrar toda la línea de tiempo</translation>
    </message>
    <message>
      <source>Show the window</source>
      <translation>Mostrar la ventana</translation>
    </message>
    <message>
      <source>Single words with times, for scoring.</source>
      <translation>Palabras sueltas con tiempos, para evaluar.</translation>
    </message>
    <message>
      <source>Size of captions</source>
      <translation>Tamaño de los subtítulos</translation>
    </message>
    <message>
      <source>Slower</source>
      <translation>Más lento</translation>
    </message>
    <message>
      <source>Smaller text</source>
      <translation>Texto más pequeño</translation>
    </message>
    <message>
      <source>Something went wrong in meetapp</source>
      <translation>Algo ha fallado en meetapp</translation>
    </message>
    <message>
      <source>Sound after the text is complete</source>
      <translation>El sonido cuando el texto esté completo</translation>
    </message>
    <message>
      <source>Sound was recorded, without text.</source>
      <translation>Se grabó el sonido, sin texto.</translation>
    </message>
    <message>
      <source>Speaker %1</source>
      <translation>Persona %1</translation>
    </message>
    <message>
      <source>Speakers</source>
      <translation>Personas</translation>
    </message>
    <message>
      <source>Speakers appear here with their share of the talk.</source>
      <translation>Aquí aparecen las personas con su parte de la conversación.</translation>
    </message>
    <message>
      <source>Speakers panel</source>
      <translation>Panel de personas</translation>
    </message>
    <message>
      <source>Speaking …</source>
      <translation>Hablando …</translation>
    </message>
    <message>
      <source>Speed or accuracy</source>
      <translation>Rapidez o precisión</translation>
    </message>
    <message>
      <source>Split before this word</source>
      <translation>Dividir antes de esta palabra</translation>
    </message>
    <message>
      <source>Split turn at the cursor</source>
      <translation>Dividir el turno en el cursor</translation>
    </message>
    <message>
      <source>Start recording</source>
      <translation>Empezar a grabar</translation>
    </message>
    <message>
      <source>Starting…</source>
      <translation>Empezando…</translation>
    </message>
    <message>
      <source>Starts or stops a recording whatever program is in front. Empty: no such key.</source>
      <translation>Empieza o detiene una grabación, sea cual sea el programa en uso. Vacío: sin tecla.</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Estado</translation>
    </message>
    <message>
      <source>Stop by itself after silence</source>
      <translation>Detener automáticamente tras un silencio</translation>
    </message>
    <message>
      <source>Stop recording</source>
      <translation>Detener la grabación</translation>
    </message>
    <message>
      <source>Storage</source>
      <translation>Almacenamiento</translation>
    </message>
    <message>
      <source>Subtitles</source>
      <translation>Subtítulos</translation>
    </message>
    <message>
      <source>Subtitles (SRT)</source>
      <translation>Subtítulos (SRT)</translation>
    </message>
    <message>
      <source>Subtitles (WebVTT)</source>
      <translation>Subtítulos (WebVTT)</translation>
    </message>
    <message>
      <source>Subtitles for video on web pages.</source>
      <translation>Subtítulos para vídeos en páginas web.</translation>
    </message>
    <message>
      <source>Subtitles that every player reads.</source>
      <translation>Subtítulos que lee cualquier reproductor.</translation>
    </message>
    <message>
      <source>Table (CSV)</source>
      <translation>Tabla (CSV)</translation>
    </message>
    <message>
      <source>Table (TSV)</source>
      <translation>Tabla (TSV)</translation>
    </message>
    <message>
      <source>Tags</source>
      <translation>Etiquetas</translation>
    </message>
    <message>
      <source>Tags of “%1”</source>
      <translation>Etiquetas de «%1»</translation>
    </message>
    <message>
      <source>Tags…</source>
      <translation>Etiquetas…</translation>
    </message>
    <message>
      <source>Take it along</source>
      <translation>Llévatelo</translation>
    </message>
    <message>
      <source>Templates (*.jinja *.jinja2 *.j2);;All files (*)</source>
      <translation>Plantillas (*.jinja *.jinja2 *.j2);;Todos los archivos (*)</translation>
    </message>
    <message>
      <source>Text</source>
      <translation>Texto</translation>
    </message>
    <message>
      <source>Text appears here as people speak.</source>
      <translation>Aquí aparece el texto mientras se habla.</translation>
    </message>
    <message>
      <source>Text appears while people talk, also when they talk at once.</source>
      <translation>El texto aparece mientras se habla, también cuando varios hablan a la vez.</translation>
    </message>
    <message>
      <source>Text as plain files</source>
      <translation>Texto en archivos sencillos</translation>
    </message>
    <message>
      <source>Text is %1 behind, and nothing is lost</source>
      <translation>El texto lleva %1 de retraso, y nada se pierde</translation>
    </message>
    <message>
      <source>Text is made with what other programs leave of the computer. Sound is recorded as always.</source>
      <translation>El texto se hace con lo que otros programas dejan libre del ordenador. El sonido se graba como siempre.</translation>
    </message>
    <message>
      <source>Text size</source>
      <translation>Tamaño del texto</translation>
    </message>
    <message>
      <source>That is our fault, not yours. Recordings go on, and all that was recorded is on disk. Below is the whole report: it holds nothing of what was said, and it is sent to nobody. Please pass it on.</source>
      <translation>Es culpa nuestra, no suya. Las grabaciones continúan y todo lo grabado está en el disco. Abajo está el informe completo: no contiene nada de lo dicho y no se envía a nadie. Por favor, háganoslo llegar.</translation>
    </message>
    <message>
      <source>The column of channels holds the speaker, so that words said at once stay apart.</source>
      <translation>La columna de canales indica la persona, así las palabras simultáneas quedan separadas.</translation>
    </message>
    <message>
      <source>The disk has room for %1 more minutes of sound. Free some space; what is recorded is safe.</source>
      <translation>En el disco caben %1 minutos más de sonido. Libere espacio; lo grabado está a salvo.</translation>
    </message>
    <message>
      <source>The format that “Export as last time” writes.</source>
      <translation>El formato que escribe «Exportar como la última vez».</translation>
    </message>
    <message>
      <source>The input is too loud: its sound is cut off. Turn it down, or move away.</source>
      <translation>La entrada está demasiado alta: el sonido se recorta. Bájela o aléjese.</translation>
    </message>
    <message>
      <source>The list of inputs cannot be read.</source>
      <translation>No se puede leer la lista de entradas.</translation>
    </message>
    <message>
      <source>The meeting ends at %1.</source>
      <translation>La reunión termina en %1.</translation>
    </message>
    <message>
      <source>The microphone, or the sound of the loudspeakers, that new recordings listen to.</source>
      <translation>El micrófono, o el sonido de los altavoces, que escuchan las nuevas grabaciones.</translation>
    </message>
    <message>
      <source>The recording could not begin.</source>
      <translation>La grabación no pudo empezar.</translation>
    </message>
    <message>
      <source>The recording failed.</source>
      <translation>La grabación falló.</translation>
    </message>
    <message>
      <source>The recording was stopped: nobody had spoken for %1 minutes.</source>
      <translation>La grabación se detuvo: nadie había hablado durante %1 minutos.</translation>
    </message>
    <message>
      <source>The size of all text in the window.</source>
      <translation>El tamaño de todo el texto de la ventana.</translation>
    </message>
    <message>
      <source>The size of the text in the window of captions for an audience.</source>
      <translation>El tamaño del texto en la ventana de subtítulos para el público.</translation>
    </message>
    <message>
      <source>The sound</source>
      <translation>El sonido</translation>
    </message>
    <message>
      <source>The sound is still needed: the text of this meeting is being made.</source>
      <translation>El sonido aún hace falta: se está creando el texto de esta reunión.</translation>
    </message>
    <message>
      <source>The sound of %1 meetings older than %2 days was deleted, as you have set.</source>
      <translation>Se eliminó el sonido de %1 reuniones de más de %2 días, según sus ajustes.</translation>
    </message>
    <message>
      <source>The sound of a meeting older than %2 days was deleted, as you have set.</source>
      <translation>Se eliminó el sonido de una reunión de más de %2 días, según sus ajustes.</translation>
    </message>
    <message>
      <source>The sound of meetings older than %1 days will be deleted whenever the window starts.</source>
      <translation>Cada vez que se abra la ventana se eliminará el sonido de las reuniones de más de %1 días.</translation>
    </message>
    <message>
      <source>The sound of this meeting is gone already.</source>
      <translation>El sonido de esta reunión ya no está.</translation>
    </message>
    <message>
      <source>The sound of this meeting is gone, so it cannot be recognised again.</source>
      <translation>El sonido de esta reunión ya no está, así que no se puede reconocer de nuevo.</translation>
    </message>
    <message>
      <source>The sound stopped because its player failed. Press play to go on.</source>
      <translation>El sonido se detuvo porque falló el reproductor. Pulse reproducir para continuar.</translation>
    </message>
    <message>
      <source>The text of this meeting is not complete yet.</source>
      <translation>El texto de esta reunión aún no está completo.</translation>
    </message>
    <message>
      <source>The text of this meeting is not complete: its sound is needed.</source>
      <translation>El texto de esta reunión no está completo: se necesita su sonido.</translation>
    </message>
    <message>
      <source>The turn has to end after it begins.</source>
      <translation>El turno debe terminar después de empezar.</translation>
    </message>
    <message>
      <source>The whole meeting</source>
      <translation>La reunión entera</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Tema</translation>
    </message>
    <message>
      <source>There is a file “%1” already.</source>
      <translation>Ya existe un archivo «%1».</translation>
    </message>
    <message>
      <source>There is no key %1 on this keyboard.</source>
      <translation>En este teclado no existe la tecla %1.</translation>
    </message>
    <message>
      <source>Third-party notices</source>
      <translation>Avisos de terceros</translation>
    </message>
    <message>
      <source>This meeting is being worked on; stop that first.</source>
      <translation>Se está trabajando en esta reunión; deténgalo primero.</translation>
    </message>
    <message>
      <source>This model has no card.</source>
      <translation>Este modelo no tiene ficha.</translation>
    </message>
    <message>
      <source>This recording was cut short. What was recorded is safe; its text is not complete.</source>
      <translation>Esta grabación se interrumpió. Lo grabado está a salvo; el texto no está completo.</translation>
    </message>
    <message>
      <source>This week</source>
      <translation>Esta semana</translation>
    </message>
    <message>
      <source>Tiers for ELAN.</source>
      <translation>Niveles para ELAN.</translation>
    </message>
    <message>
      <source>Tiers for Praat.</source>
      <translation>Niveles para Praat.</translation>
    </message>
    <message>
      <source>Timeline</source>
      <translation>Línea de tiempo</translation>
    </message>
    <message>
      <source>Times</source>
      <translation>Tiempos</translation>
    </message>
    <message>
      <source>Times and confidence of single words are left out.</source>
      <translation>Faltan los tiempos y la certeza de cada palabra.</translation>
    </message>
    <message>
      <source>Times…</source>
      <translation>Tiempos…</translation>
    </message>
    <message>
      <source>Title of the meeting</source>
      <translation>Título de la reunión</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Hoy</translation>
    </message>
    <message>
      <source>Transcript</source>
      <translation>Transcripción</translation>
    </message>
    <message>
      <source>Transcripts (%1)</source>
      <translation>Transcripciones (%1)</translation>
    </message>
    <message>
      <source>Turn it on</source>
      <translation>Activar</translation>
    </message>
    <message>
      <source>Turns that overlap follow each other: times show it, or // around the later one.</source>
      <translation>Los turnos simultáneos van uno tras otro: lo muestran los tiempos, o // alrededor del posterior.</translation>
    </message>
    <message>
      <source>Turns, for NIST's scoring tools.</source>
      <translation>Turnos, para las herramientas del NIST.</translation>
    </message>
    <message>
      <source>Two lines at a time</source>
      <translation>Dos líneas a la vez</translation>
    </message>
    <message>
      <source>Underline spoken word</source>
      <translation>Subrayar la palabra hablada</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Deshacer</translation>
    </message>
    <message>
      <source>Undone</source>
      <translation>Deshecho</translation>
    </message>
    <message>
      <source>Use</source>
      <translation>Usar</translation>
    </message>
    <message>
      <source>Use it here</source>
      <translation>Usarla aquí</translation>
    </message>
    <message>
      <source>Use these keys for “%1”</source>
      <translation>Usar estas teclas para «%1»</translation>
    </message>
    <message>
      <source>Was said by</source>
      <translation>Lo dijo</translation>
    </message>
    <message>
      <source>Watched folder</source>
      <translation>Carpeta vigilada</translation>
    </message>
    <message>
      <source>Waveform and speakers over time; arrow keys move, Return goes there, plus and minus zoom</source>
      <translation>Forma de onda y personas en el tiempo; las flechas mueven, Intro va allí, más y menos acercan</translation>
    </message>
    <message>
      <source>Web page (HTML)</source>
      <translation>Página web (HTML)</translation>
    </message>
    <message>
      <source>What is here?</source>
      <translation>¿Qué hay aquí?</translation>
    </message>
    <message>
      <source>What is older is deleted for good whenever the window starts. Nothing brings it back.</source>
      <translation>Lo más antiguo se elimina para siempre cada vez que se abre la ventana. Nada lo recupera.</translation>
    </message>
    <message>
      <source>What is said appears here.
F11: full screen   Ctrl and + or −: size   Esc: close</source>
      <translation>Aquí aparece lo que se dice.
F11: pantalla completa   Ctrl y + o −: tamaño   Esc: cerrar</translation>
    </message>
    <message>
      <source>What is then deleted</source>
      <translation>Qué se elimina entonces</translation>
    </message>
    <message>
      <source>What to do with %1</source>
      <translation>Qué hacer con %1</translation>
    </message>
    <message>
      <source>What turns sound into text. New recordings and imports use it; old ones can be recognised again.</source>
      <translation>Lo que convierte el sonido en texto. Lo usan las nuevas grabaciones e importaciones; las antiguas se pueden reconocer de nuevo.</translation>
    </message>
    <message>
      <source>What was found</source>
      <translation>Lo que se encontró</translation>
    </message>
    <message>
      <source>When %1 speaks</source>
      <translation>Cuándo habla %1</translation>
    </message>
    <message>
      <source>When nobody has spoken for so long, the window asks whether to stop.</source>
      <translation>Cuando nadie ha hablado durante ese tiempo, la ventana pregunta si detener la grabación.</translation>
    </message>
    <message>
      <source>Where exported files are offered to be written.</source>
      <translation>Dónde se ofrece guardar los archivos exportados.</translation>
    </message>
    <message>
      <source>Where new meetings are kept. Those that exist stay where they are.</source>
      <translation>Dónde se guardan las nuevas reuniones. Las que existen se quedan donde están.</translation>
    </message>
    <message>
      <source>Where people talk at once, both subtitles are on the screen.</source>
      <translation>Donde hablan varios a la vez, ambos subtítulos están en pantalla.</translation>
    </message>
    <message>
      <source>While something is recorded, the computer does not fall asleep by itself.</source>
      <translation>Mientras se graba, el ordenador no se duerme solo.</translation>
    </message>
    <message>
      <source>Who said what, while people are still talking</source>
      <translation>Quién dijo qué, mientras aún se habla</translation>
    </message>
    <message>
      <source>Who speaks when, without words.</source>
      <translation>Quién habla cuándo, sin palabras.</translation>
    </message>
    <message>
      <source>Whole</source>
      <translation>Entero</translation>
    </message>
    <message>
      <source>Whole meetings older than %1 days will be deleted whenever the window starts.</source>
      <translation>Cada vez que se abra la ventana se eliminarán enteras las reuniones de más de %1 días.</translation>
    </message>
    <message>
      <source>Whole turns</source>
      <translation>Turnos enteros</translation>
    </message>
    <message>
      <source>Without it only sound is recorded, and the text is made when you ask for it.</source>
      <translation>Sin esto solo se graba el sonido, y el texto se hace cuando usted lo pide.</translation>
    </message>
    <message>
      <source>Without its sound a meeting keeps its text, but cannot be played or recognised again.</source>
      <translation>Sin su sonido, una reunión conserva el texto, pero no se puede reproducir ni reconocer de nuevo.</translation>
    </message>
    <message>
      <source>Without “um” and slips</source>
      <translation>Sin muletillas ni tropiezos</translation>
    </message>
    <message>
      <source>Word (DOCX)</source>
      <translation>Word (DOCX)</translation>
    </message>
    <message>
      <source>Word for word</source>
      <translation>Palabra por palabra</translation>
    </message>
    <message>
      <source>Wording</source>
      <translation>Redacción</translation>
    </message>
    <message>
      <source>Words of this turn</source>
      <translation>Palabras de este turno</translation>
    </message>
    <message>
      <source>Words that bring meetings together, separated by commas.</source>
      <translation>Palabras que agrupan reuniones, separadas por comas.</translation>
    </message>
    <message>
      <source>Words that the model is unsure of are underlined with dots.</source>
      <translation>Las palabras de las que el modelo no está seguro llevan un subrayado de puntos.</translation>
    </message>
    <message>
      <source>Working</source>
      <translation>Trabajando</translation>
    </message>
    <message>
      <source>Write a note</source>
      <translation>Escribir una nota</translation>
    </message>
    <message>
      <source>Write text while recording</source>
      <translation>Escribir el texto al grabar</translation>
    </message>
    <message>
      <source>Yes</source>
      <translation>Sí</translation>
    </message>
    <message>
      <source>Yesterday</source>
      <translation>Ayer</translation>
    </message>
    <message>
      <source>and %1 more</source>
      <translation>y %1 más</translation>
    </message>
    <message>
      <source>budget, customers</source>
      <translation>presupuesto, clientes</translation>
    </message>
    <message>
      <source>comes with meetapp</source>
      <translation>incluido</translation>
    </message>
    <message>
      <source>importing</source>
      <translation>importando</translation>
    </message>
    <message>
      <source>in use</source>
      <translation>en uso</translation>
    </message>
    <message>
      <source>interrupted</source>
      <translation>interrumpida</translation>
    </message>
    <message>
      <source>maybe %1</source>
      <translation>quizá %1</translation>
    </message>
    <message>
      <source>meetapp %1</source>
      <translation>meetapp %1</translation>
    </message>
    <message>
      <source>meetapp is recording</source>
      <translation>meetapp está grabando</translation>
    </message>
    <message>
      <source>no text yet</source>
      <translation>aún sin texto</translation>
    </message>
    <message>
      <source>recording</source>
      <translation>grabando</translation>
    </message>
    <message>
      <source>room for %1 h</source>
      <translation>espacio para %1 h</translation>
    </message>
    <message>
      <source>room for %1 min</source>
      <translation>espacio para %1 min</translation>
    </message>
    <message>
      <source>saved on this computer</source>
      <translation>guardada en este ordenador</translation>
    </message>
    <message>
      <source>transcript.txt and transcript.json in each meeting's folder follow your edits, for other programs. There are none while the library is encrypted.</source>
      <translation>transcript.txt y transcript.json en la carpeta de cada reunión siguen sus cambios, para otros programas. No hay ninguno mientras la biblioteca esté cifrada.</translation>
    </message>
    <message>
      <source>“%1” cannot be a key for every program: take Ctrl, Alt or Meta and a letter or digit.</source>
      <translation>«%1» no puede ser una tecla para todos los programas: tome Ctrl, Alt o Meta y una letra o cifra.</translation>
    </message>
    <message>
      <source>“%1” cannot do two things in every program: choose another key for one of them.</source>
      <translation>«%1» no puede hacer dos cosas en todos los programas: elija otra tecla para una de ellas.</translation>
    </message>
    <message>
      <source>“%1” is deleted, with its sound.</source>
      <translation>«%1» se ha eliminado, con su sonido.</translation>
    </message>
    <message>
      <source>“%1” is in the library already, as “%2”.</source>
      <translation>«%1» ya está en la biblioteca, como «%2».</translation>
    </message>
    <message>
      <source>“%1” is in the library already.</source>
      <translation>«%1» ya está en la biblioteca.</translation>
    </message>
    <message>
      <source>“%1” is saved on this computer.</source>
      <translation>«%1» está guardada en este ordenador.</translation>
    </message>
    <message>
      <source>“%1” is written, with its sound.</source>
      <translation>Se ha escrito «%1», con su sonido.</translation>
    </message>
    <message>
      <source>“%1” was cut short. What was recorded is safe.</source>
      <translation>«%1» se interrumpió. Lo grabado está a salvo.</translation>
    </message>
  </context>
</TS>
