package spawners
